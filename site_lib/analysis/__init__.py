"""What follows from answers: values in, values out, nothing read or written."""
