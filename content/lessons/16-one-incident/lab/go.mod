module boxoffice

go 1.21
