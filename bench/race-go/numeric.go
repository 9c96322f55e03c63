package main

import "math"

func matmul() int {
	const n = 160
	a, b, c := square(n), square(n), square(n)
	for i := range n {
		for j := range n {
			a[i][j], b[i][j] = float64(i-j), float64(i+j)
		}
	}
	for i := range n {
		for j := range n {
			sum := 0.0
			for k := range n {
				sum += a[i][k] * b[k][j]
			}
			c[i][j] = sum
		}
	}
	return int(c[n/2][n/3])
}

func square(n int) [][]float64 {
	rows := make([][]float64, n)
	for i := range rows {
		rows[i] = make([]float64, n)
	}
	return rows
}

// fannkuch flips prefixes of all permutations of nine numbers.
func fannkuch() int {
	const n = 9
	perm, work, count := make([]int, n), make([]int, n), make([]int, n)
	for i := range perm {
		perm[i] = i
	}
	most, checksum := 0, 0
	for r, number := n, 0; ; number++ {
		for ; r != 1; r-- {
			count[r-1] = r
		}
		flips := countFlips(work, perm)
		most = max(most, flips)
		if number%2 == 0 {
			checksum += flips
		} else {
			checksum -= flips
		}
		for {
			if r == n {
				return checksum*100 + most
			}
			first := perm[0]
			copy(perm, perm[1:r+1])
			perm[r] = first
			count[r]--
			if count[r] > 0 {
				break
			}
			r++
		}
	}
}

func countFlips(work, perm []int) int {
	copy(work, perm)
	flips := 0
	for k := work[0]; k != 0; k = work[0] {
		for i, j := 0, k; i < j; i, j = i+1, j-1 {
			work[i], work[j] = work[j], work[i]
		}
		flips++
	}
	return flips
}

type body struct{ x, y, z, vx, vy, vz, mass float64 }

func nbody() int {
	bodies := make([]body, 5)
	for i := range bodies {
		f := float64(i)
		bodies[i] = body{x: f * 4, y: f * f, z: -f, vx: 0.01 * f, vy: 0.02, vz: 0.005 * f, mass: 40 / (1 + f*f)}
	}
	for range 60_000 {
		advance(bodies, 0.001)
	}
	return int(bodies[0].x * 1e6)
}

func advance(bodies []body, dt float64) {
	for i := range bodies {
		a := &bodies[i]
		for j := i + 1; j < len(bodies); j++ {
			b := &bodies[j]
			dx, dy, dz := a.x-b.x, a.y-b.y, a.z-b.z
			square := dx*dx + dy*dy + dz*dz + 0.01
			pull := dt / (square * math.Sqrt(square))
			a.vx -= dx * b.mass * pull
			a.vy -= dy * b.mass * pull
			a.vz -= dz * b.mass * pull
			b.vx += dx * a.mass * pull
			b.vy += dy * a.mass * pull
			b.vz += dz * a.mass * pull
		}
	}
	for i := range bodies {
		b := &bodies[i]
		b.x, b.y, b.z = b.x+dt*b.vx, b.y+dt*b.vy, b.z+dt*b.vz
	}
}

func spectralNorm() int {
	const n = 200
	u, v, t := make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range u {
		u[i] = 1
	}
	for range 10 {
		times(t, u, false)
		times(v, t, true)
		times(t, v, false)
		times(u, t, true)
	}
	var uv, vv float64
	for i := range u {
		uv += u[i] * v[i]
		vv += v[i] * v[i]
	}
	return int(math.Sqrt(uv/vv) * 1e9)
}

func times(out, in []float64, transposed bool) {
	for i := range out {
		sum := 0.0
		for j, x := range in {
			if transposed {
				sum += x / element(j, i)
			} else {
				sum += x / element(i, j)
			}
		}
		out[i] = sum
	}
}

func element(i, j int) float64 { return float64((i+j)*(i+j+1)/2 + i + 1) }

func mandelbrot() int {
	const size, most = 200, 50
	pixels := make([]byte, size*size)
	for y := range size {
		for x := range size {
			cr, ci := 2*float64(x)/size-1.5, 2*float64(y)/size-1
			zr, zi, n := 0.0, 0.0, 0
			for zr*zr+zi*zi <= 4 && n < most {
				zr, zi, n = zr*zr-zi*zi+cr, 2*zr*zi+ci, n+1
			}
			pixels[y*size+x] = byte(n)
		}
	}
	inside := 0
	for _, pixel := range pixels {
		if pixel == most {
			inside++
		}
	}
	return inside
}

func sieve() int {
	composite := make([]bool, 600_000)
	primes := 0
	for n := 2; n < len(composite); n++ {
		if composite[n] {
			continue
		}
		primes++
		for m := 2 * n; m < len(composite); m += n {
			composite[m] = true
		}
	}
	return primes
}
