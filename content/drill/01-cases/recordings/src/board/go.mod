module board

go 1.22
