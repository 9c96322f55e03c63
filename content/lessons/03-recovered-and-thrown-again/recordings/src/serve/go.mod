module serve

go 1.20
