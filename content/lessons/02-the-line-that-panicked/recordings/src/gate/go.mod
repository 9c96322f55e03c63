module gate

go 1.20
