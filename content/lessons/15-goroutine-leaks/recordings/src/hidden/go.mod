module hidden

go 1.21
