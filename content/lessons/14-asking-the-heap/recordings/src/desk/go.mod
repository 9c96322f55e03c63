module desk

go 1.21
