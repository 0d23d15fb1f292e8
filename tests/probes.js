// What a page is asked once it is shown. Each probe returns what is wrong, in words.
(() => {
  const SLACK = 1.5 // browsers round boxes to parts of a pixel
  const root = document.documentElement
  const all = (selector, within = document) => [...within.querySelectorAll(selector)]
  const shown = element => element.checkVisibility({opacityProperty: true, visibilityProperty: true})
  const name = element => {
    const words = (element.textContent || "").trim().replace(/\s+/g, " ").slice(0, 40)
    const mark = element.getAttribute("class") || element.id
    return `<${element.localName}${mark ? ` ${mark}` : ""}> “${words}”`
  }

  // Parked beside the page or shrunk to a point: meant for those who listen.
  const isHidden = box => box.right <= 0 || box.bottom + scrollY <= 0 || box.width <= 1 || box.height <= 1

  function* texts() {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node; (node = walker.nextNode());) {
      if (!node.data.trim() || !shown(node.parentElement)) continue
      const range = document.createRange()
      range.selectNodeContents(node)
      for (const box of range.getClientRects()) if (!isHidden(box)) yield [node.parentElement, box]
    }
  }

  function* ancestors(element) {
    for (; element && element !== document.body; element = element.parentElement) yield element
  }

  const cuts = (overflow, scrolls) => overflow !== "visible" && (scrolls || !/auto|scroll/.test(overflow))
  const isBeside = (box, room) => box.left < room.left - SLACK || box.right > room.right + SLACK
  const isAbove = (box, room) => box.top < room.top - SLACK || box.bottom > room.bottom + SLACK

  function whatCuts(element, box) {
    let isInBlock = false
    for (const ancestor of ancestors(element)) {
      const style = getComputedStyle(ancestor)
      if (/^(inline|contents)$/.test(style.display)) continue
      const room = ancestor.getBoundingClientRect()
      if (isHidden(room)) return null
      const isSvg = ancestor instanceof SVGElement
      if (isSvg && ancestor.localName !== "svg") continue
      // A text that leaves its own block covers what stands beside it.
      if ((!isInBlock || cuts(style.overflowX, true)) && isBeside(box, room)) return ancestor
      if (cuts(style.overflowY, false) && isAbove(box, room)) return ancestor
      isInBlock = true
    }
    return isBeside(box, {left: 0, right: root.clientWidth}) ? root : null
  }

  function cutTexts() {
    const found = []
    for (const [element, box] of texts()) {
      const by = whatCuts(element, box)
      if (by) found.push(`${name(element)} leaves ${name(by)}`)
    }
    return [...new Set(found)]
  }

  function sideways() {
    const scrolls = element => /auto|scroll/.test(getComputedStyle(element).overflowX)
    const found = all("body *").filter(e => scrolls(e) && e.scrollWidth > e.clientWidth + SLACK)
    scrollTo({left: 9999, behavior: "instant"})
    const isMoved = scrollX > 0
    scrollTo({left: 0, behavior: "instant"})
    if (isMoved || root.scrollWidth > root.clientWidth) {
      const isBeyond = box => box.right > root.clientWidth + SLACK
      found.push(root, ...all("body *").filter(element => isBeyond(element.getBoundingClientRect())))
      for (const [element, box] of texts()) if (isBeyond(box)) found.push(element)
    }
    return [...new Set(found)].slice(0, 9).map(element => `${name(element)} is ${element.scrollWidth} px wide`)
  }

  const shifts = () => new Promise(resolve => {
    const found = []
    const note = list => list.getEntries().forEach(entry => {
      const nodes = entry.sources.map(source => source.node && name(source.node.parentElement || source.node))
      found.push(`${entry.value} by ${nodes}`)
    })
    new PerformanceObserver(note).observe({type: "layout-shift", buffered: true})
    requestAnimationFrame(() => setTimeout(() => resolve(found), 50))
  })

  const LOOKS = [
    "box-shadow", "background-color", "border-top-color", "border-bottom-color", "border-bottom-width",
    "color", "text-decoration-line", "text-decoration-thickness", "fill", "stroke", "stroke-width",
  ]
  const outline = style => {
    const isThere = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) && seen(style.outlineColor)
    return isThere ? `${style.outlineStyle} ${style.outlineWidth} ${style.outlineColor}` : "none"
  }
  const seen = color => channels(color)[3] > 0
  const look = element => [element, ...all("*", element)].map(each => {
    const style = getComputedStyle(each)
    return [outline(style), ...LOOKS.map(property => style.getPropertyValue(property))].join()
  }).join(" | ")

  const STOPS = "a[href], a[*|href], button, summary, input, select, textarea, [tabindex]"
  // Remembers every stop with its look, and returns their names in the order of the document.
  function stops() {
    const found = all(STOPS).filter(element => element.tabIndex >= 0 && element.checkVisibility())
    window.proof = {stops: found, looks: found.map(look)}
    return found.map(name)
  }
  // Returns where the focus is and how it shows.
  function focus() {
    const {stops, looks} = window.proof
    const element = document.activeElement
    const index = stops.indexOf(element)
    const {x, y, width, height} = element.getBoundingClientRect()
    const isOnScreen = x + width > 0 && y + height > 0 && x < innerWidth && y < innerHeight
    const isVisible = index >= 0 && isOnScreen && look(element) !== looks[index]
    // The links of one chart look alike: its first one stands for all.
    const isFirst = element === element.closest("svg")?.querySelector(STOPS)
    return {index, name: name(element), isVisible, isFirst, box: {x, y, width, height}}
  }

  function moving() {
    const lasts = text => text.split(",").some(part => parseFloat(part) * (part.includes("ms") ? 1 : 1000) > 1)
    const found = []
    for (const element of all("*")) for (const part of ["", "::before", "::after"]) {
      const style = getComputedStyle(element, part)
      if (style.animationName !== "none" && lasts(style.animationDuration)) found.push(`${name(element)} is animated`)
      if (lasts(style.transitionDuration)) found.push(`${name(element)} has a transition`)
      if (!part && style.scrollBehavior === "smooth") found.push(`${name(element)} scrolls smoothly`)
    }
    return found
  }

  const canvas = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true})
  function channels(color) {
    canvas.clearRect(0, 0, 1, 1)
    canvas.fillStyle = color
    canvas.fillRect(0, 0, 1, 1)
    const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data
    return [red, green, blue, alpha / 255]
  }
  const over = ([...top], bottom, opacity = 1) => {
    const alpha = top[3] * opacity
    return [...[0, 1, 2].map(i => top[i] * alpha + bottom[i] * (1 - alpha)), 1]
  }
  const luminance = color => [0.2126, 0.7152, 0.0722].reduce((sum, weight, i) => {
    const part = color[i] / 255
    return sum + weight * (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
  }, 0)
  const contrast = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b)
    return (light + 0.05) / (dark + 0.05)
  }
  const sheet = () => {
    const element = document.body.appendChild(document.createElement("div"))
    element.style.backgroundColor = "Canvas"
    const color = channels(getComputedStyle(element).backgroundColor)
    element.remove()
    return color
  }
  // What lies under an element at its middle. The window must be as high as the page.
  function ground(element, box) {
    const stack = document.elementsFromPoint(box.left + box.width / 2, box.top + box.height / 2)
    const below = stack.slice(stack.indexOf(element) + 1)
    return below.reverse().reduce((color, layer) => over(...paint(layer, color)), sheet())
  }
  function paint(layer, under) {
    const style = getComputedStyle(layer)
    if (!(layer instanceof SVGElement) || layer.localName === "svg") return [channels(style.backgroundColor), under, +style.opacity]
    if (layer.matches("text, tspan, g, a") || !/^(rgb|color)/.test(style.fill)) return [[0, 0, 0, 0], under]
    return [channels(style.fill), under, style.fillOpacity * style.opacity]
  }
  function strongest(shape, under) {
    const {fill, fillOpacity, stroke, strokeWidth, strokeOpacity, opacity} = getComputedStyle(shape)
    const pattern = fill.match(/url\("?#([^")]+)/)
    const inside = pattern ? all("*", document.getElementById(pattern[1])) : []
    const options = inside.map(part => strongest(part, under))
    if (/^(rgb|color)/.test(fill)) options.push(contrast(over(channels(fill), under, fillOpacity * opacity), under))
    if (stroke !== "none" && parseFloat(strokeWidth)) options.push(contrast(over(channels(stroke), under, strokeOpacity * opacity), under))
    return Math.max(1, ...options)
  }
  // [name, contrast] of each text as it is shown.
  function textContrasts() {
    return [...texts()].map(([element, box]) => {
      const style = getComputedStyle(element)
      const under = ground(element, box)
      const color = element instanceof SVGElement ? style.fill : style.color
      return [name(element), contrast(over(channels(color), under), under)]
    })
  }
  // [name, contrast] of each shape in a chart that is large enough to be seen.
  function markContrasts() {
    const shapes = all("svg :is(rect, path, circle, ellipse, polygon)").filter(shape => {
      const {width, height} = shape.getBoundingClientRect()
      return width >= 2 && height >= 2 && shown(shape) && !shape.closest("defs, pattern, clipPath, mask, symbol, marker")
    })
    return shapes.map(shape => [name(shape.parentElement), strongest(shape, ground(shape, shape.getBoundingClientRect()))])
  }

  const lines = element => {
    const range = document.createRange()
    range.selectNodeContents(element)
    return [...range.getClientRects()].filter(box => !isHidden(box))
  }
  // [gap in px, row] of each pair of neighbouring cells with texts beside each other.
  function gaps() {
    const found = []
    for (const row of all("tr").filter(shown)) for (const cell of [...row.cells].slice(1)) {
      const before = lines(cell.previousElementSibling)
      for (const box of lines(cell)) for (const left of before) {
        const isBeside = left.top < box.bottom - SLACK && box.top < left.bottom - SLACK
        if (isBeside) found.push([box.left - left.right, name(row)])
      }
    }
    return found
  }

  // Signs, digits and units belong together; digits in the name of a model do not count.
  const NUMBER = /(?<![\w.:/-])[+−±<]?\d[\d.,]*(?:[%×=]|[\s\u00a0]points?\b)?(?![\w:/-])/g
  // The numbers that are shown, and those of them that go on in another line.
  function numbers() {
    const shownOnes = [], broken = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node; (node = walker.nextNode());) {
      if (!shown(node.parentElement)) continue
      for (const match of node.data.matchAll(NUMBER)) {
        const range = document.createRange()
        range.setStart(node, match.index)
        range.setEnd(node, match.index + match[0].trimEnd().length)
        const boxes = [...range.getClientRects()].filter(box => box.width > 0)
        if (!boxes.length) continue
        shownOnes.push(match[0])
        if (boxes.some(box => box.top >= boxes[0].bottom - SLACK)) broken.push(`${match[0]} in ${name(node.parentElement)}`)
      }
    }
    return {shown: shownOnes, broken}
  }

  return {gaps, numbers, cutTexts, sideways, shifts, stops, focus, moving, textContrasts, markContrasts}
})()
