// Stands in for polyfills of what every supported browser has.
