package main

import (
	"errors"
	"fmt"

	"zhixinwu/store/kv"
	"zhixinwu/store/school"
)

// Whoever starts the program at a school reads what is wrong and what to do in plain words; the rest of the error stands
// behind them, for whoever is called to help.

const (
	sayDamaged = "数据文件坏了。请先把整个文件夹复制一份留着，什么都不要删；再把最近一次备份的 zhixinwu.db 和 zhixinwu.key 放回来，重新启动。"
	sayOlder   = "数据比上次存下的旧，最后存的东西可能不在里面。如果刚才放回过备份，这是对的，直接启动就行；如果没有，请先把整个文件夹复制一份，再请人检查硬盘。"
)

var said = []struct {
	err error
	say string
}{
	{school.ErrNoSchool, "这个文件夹里没有学校的数据。要是以前有过，请不要新建：多半是硬盘没有接上，或者文件夹写错了。真的要新建一所学校，用 zhixinwu found -data 文件夹。"},
	{school.ErrNoData, "文件夹里有 zhixinwu.key，却没有 zhixinwu.db：数据文件不见了。请从备份把 zhixinwu.db 放回来。这里不会新建学校。"},
	{school.ErrNoKey, "文件夹里有 zhixinwu.db，却没有 zhixinwu.key：没有它，卡和回信码都认不出来。请从备份把 zhixinwu.key 放回来。"},
	{school.ErrKey, "zhixinwu.key 坏了，或者是别的学校的。请把这所学校原来的 zhixinwu.key 放回来。"},
	{school.ErrFounded, "这个文件夹里已经有一所学校了。启动它用 zhixinwu serve -data 文件夹。"},
	{school.ErrAudit, "“谁看过什么”的记录被改过或删过。请校领导和管理员一起，用抄下来的核对码和以前的备份比一比。"},
	{kv.ErrLocked, "这份数据正被另一个知心屋程序用着。请先关掉那一个。"},
	{kv.ErrOlder, sayOlder},
	{kv.ErrCorrupt, sayDamaged},
}

// inWords puts the sentence for an error before it, if there is one.
func inWords(err error) error {
	if err == nil {
		return nil
	}
	var damage *kv.Damage
	if errors.As(err, &damage) {
		where := fmt.Sprintf("坏在第 %d 页", damage.Page)
		if damage.Bucket != "" {
			where += "（" + damage.Bucket + "）"
		}
		return fmt.Errorf("%s%s。\n(%w)", sayDamaged, where, err)
	}
	for _, s := range said {
		if errors.Is(err, s.err) {
			return fmt.Errorf("%s\n(%w)", s.say, err)
		}
	}
	return err
}
