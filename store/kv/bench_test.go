package kv_test

import (
	"fmt"
	"sync/atomic"
	"testing"

	"zhixinwu/store/kv"
)

// BenchmarkUpdate shows what sharing a commit is worth: the rate grows with the number of writers, the wait of one alone
// does not.
func BenchmarkUpdate(b *testing.B) {
	for _, n := range []int{1, 8, 64} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			db, _ := open(b)
			defer db.Close()
			value := make([]byte, 200)
			var taken atomic.Int64
			done := make(chan struct{})
			b.ResetTimer()
			for range n {
				go func() {
					for i := taken.Add(1); i <= int64(b.N); i = taken.Add(1) {
						if err := db.Update(func(tx kv.Tx) error { return tx.Put("b", fmt.Sprintf("%09d", i), value) }); err != nil {
							b.Error(err)
						}
					}
					done <- struct{}{}
				}()
			}
			for range n {
				<-done
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "op/s")
		})
	}
}
