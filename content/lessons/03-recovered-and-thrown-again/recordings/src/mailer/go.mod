module mailer

go 1.20
