module boxoffice

go 1.26
