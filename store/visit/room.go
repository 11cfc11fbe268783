// Package visit is who stands at a kiosk: card codes, scans, and the news that waits for a child. It knows children by id only.
//
// # Schema
//
//	bucket          key                                  value, and who maintains it
//	card            <hash of the code>                   Card (PutCard)
//	signin          <day>/<building>/<child>/<time>      Signin: one scan of a card (PutSignin)
//	signin-day      <day>/<child>                        index: building/time of the latest signin of the day (PutSignin)
//	news            <child>/<n>                          News for a child, until it was opened (PutNews)
package visit
