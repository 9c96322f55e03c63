module reload

go 1.21
