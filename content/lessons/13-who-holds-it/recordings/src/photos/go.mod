module photos

go 1.21
