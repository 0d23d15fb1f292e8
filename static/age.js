{const n=Math.floor((Date.now()-Date.parse(document.querySelector("time").dateTime))/864e5);if(n>3)document.getElementById("age").textContent=`, ${n} days ago: newer figures are missing`}
