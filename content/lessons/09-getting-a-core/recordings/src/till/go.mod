module till

go 1.24
