module hits

go 1.20
