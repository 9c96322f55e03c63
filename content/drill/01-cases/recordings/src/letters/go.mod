module letters

go 1.22
