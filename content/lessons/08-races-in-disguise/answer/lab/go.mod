module disguise

go 1.21
