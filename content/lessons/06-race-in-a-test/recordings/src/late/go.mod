module quotes

go 1.20
