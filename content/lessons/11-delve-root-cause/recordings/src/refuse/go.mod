module refuse

go 1.24
