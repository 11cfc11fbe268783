package store_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zhixinwu/store"
	"zhixinwu/store/kv"
)

// TestMigrate1 opens a school as schema 1 kept it: nothing of it is lost, and its audit gets a chain that holds.
func TestMigrate1(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "zhixinwu.key"), []byte(strings.Repeat("ab", 32)+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := kv.OpenBolt(filepath.Join(dir, "zhixinwu.db"))
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Update(func(tx kv.Tx) error {
		for _, row := range [][3]string{
			{"meta", "version", `1`}, {"meta", "staff-seq", `1`}, {"meta", "child-seq", `1`},
			{"setting", "school", `{"Name":"旧学校","TimeZone":"Asia/Shanghai","KioskIdle":45,"LetterHours":[600],"Demo":false}`},
			{"staff", "001", `{"ID":"001","Login":"boss","Name":"管理员","Roles":["admin","head","office"]}`},
			{"child", "000001", `{"ID":"000001","Name":"禾小一","Gender":"女","Class":{"Grade":3,"Number":2},"Bed":{"Building":"01","Room":"301","Bed":"4"},"Care":"both","Family":[{"Relation":"妈妈","Name":"禾妈妈","Phone":"19900000001","Workplace":"海边的码头"},{"Relation":"爸爸","Name":"禾爸爸","Phone":"","Workplace":""}],"Serial":2,"Left":""}`},
			{"class", "0302/000001", ``}, {"bed", "01/301/4/000001", ``},
			{"audit", "20261120T020000.000000000/aa", `{"At":"2026-11-20T10:00:00+08:00","Staff":"001","Action":"staff.add","Subject":"002"}`},
			{"audit", "20261121T020000.000000000/bb", `{"At":"2026-11-21T10:00:00+08:00","Staff":"001","Action":"card.print","Subject":"000001"}`},
		} {
			if err := tx.Put(row[0], row[1], []byte(row[2])); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(dir, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	boss := store.Actor{Staff: store.Staff{ID: "001", Roles: []store.Role{store.RoleAdmin, store.RoleHead, store.RoleOffice}}}
	school, err := s.School()
	if err != nil || school.Name != "旧学校" || school.Rule(store.RuleKioskIdle) != 45 || len(school.LetterHours) != 1 || len(school.PhoneHours) != 7 {
		t.Errorf("the settings: %+v, %v", school, err)
	}
	children, err := s.Children(boss)
	if err != nil || len(children) != 1 {
		t.Fatalf("%d children, %v", len(children), err)
	}
	if c := children[0]; !c.Boards || c.Serial != 2 || len(c.Family) != 2 || c.Family[0].Numbers() != "19900000001" || len(c.Family[1].Phones) != 0 {
		t.Errorf("the child: %+v", c)
	}
	rows, _, err := s.Audits(boss, store.AuditQuery{})
	if err != nil || len(rows) != 2 || rows[0].Action != "card.print" || rows[0].About != "禾小一" || rows[1].At.Day() != 20 {
		t.Errorf("the audit: %+v, %v", rows, err)
	}
	if err := s.Check(); err != nil {
		t.Error(err)
	}
}
