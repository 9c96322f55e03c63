module press

go 1.21
