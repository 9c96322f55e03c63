//go:build wasip1

package net

import (
	"context"
	"os"
	"syscall"
)

// TCP on the lab's own localhost: the host owns the ports, so that other
// programs of the lab (curl) reach a server as they do on a real machine.
// There is no way out of the lab. Everything but TCP stays as net_fake.go has it.

//go:wasmimport faultline sock_listen
//go:noescape
func hostSockListen(port uint32, boundPort *uint32, fd *int32) uint32

//go:wasmimport faultline sock_connect
//go:noescape
func hostSockConnect(port uint32, localPort *uint32, fd *int32) uint32

//go:wasmimport faultline sock_peer_port
func hostSockPeerPort(fd int32) uint32

func isHostSocket(family, sotype int) bool {
	return sotype == syscall.SOCK_STREAM && (family == syscall.AF_INET || family == syscall.AF_INET6)
}

func hostSocket(ctx context.Context, net string, family int, laddr, raddr sockaddr) (*netFD, error) {
	if err := ctx.Err(); err != nil {
		return nil, mapErr(err)
	}
	if raddr == nil {
		return hostListen(net, family, laddr.(*TCPAddr))
	}
	return hostConnect(net, family, raddr.(*TCPAddr))
}

func hostListen(net string, family int, laddr *TCPAddr) (*netFD, error) {
	bound := &TCPAddr{IP: laddr.IP, Zone: laddr.Zone}
	if len(laddr.IP) == 0 {
		bound.IP = wildcard(family)
	}
	var fd int32
	var port uint32
	if errno := syscall.Errno(hostSockListen(uint32(laddr.Port), &port, &fd)); errno != 0 {
		return nil, os.NewSyscallError("bind", errno)
	}
	bound.Port = int(port)
	return newHostFD(net, family, fd, bound, nil)
}

func hostConnect(net string, family int, raddr *TCPAddr) (*netFD, error) {
	if !raddr.IP.IsLoopback() {
		return nil, os.NewSyscallError("connect", syscall.ENETUNREACH)
	}
	var fd int32
	var port uint32
	if errno := syscall.Errno(hostSockConnect(uint32(raddr.Port), &port, &fd)); errno != 0 {
		return nil, os.NewSyscallError("connect", errno)
	}
	netfd, err := newHostFD(net, family, fd, &TCPAddr{IP: raddr.IP, Port: int(port)}, raddr)
	if err == nil {
		netfd.isConnected = true
	}
	return netfd, err
}

func newHostFD(net string, family int, sysfd int32, laddr, raddr *TCPAddr) (*netFD, error) {
	fd := newFD("tcp", int(sysfd))
	fd.net = net
	fd.family = family
	fd.sotype = syscall.SOCK_STREAM
	if err := fd.init(); err != nil {
		fd.Close()
		return nil, err
	}
	if raddr == nil {
		fd.setAddr(laddr, nil)
	} else {
		fd.setAddr(laddr, raddr)
	}
	return fd, nil
}

// hostAccepted fills in what WASI cannot tell of an accepted connection.
func hostAccepted(listener, conn *netFD) *netFD {
	local, ok := listener.laddr.(*TCPAddr)
	if !ok {
		return conn
	}
	ip := local.IP
	if ip.IsUnspecified() {
		ip = loopbackIP("tcp4")
	}
	conn.laddr = &TCPAddr{IP: ip, Port: local.Port}
	conn.raddr = &TCPAddr{IP: ip, Port: int(hostSockPeerPort(int32(conn.pfd.Sysfd)))}
	conn.isConnected = true
	return conn
}

func wildcard(family int) IP {
	if family == syscall.AF_INET {
		return IPv4zero
	}
	return IPv6unspecified
}
