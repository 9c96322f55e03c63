module faultline.dev/coretrim

go 1.26
