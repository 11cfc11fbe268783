package views

import (
	"zhixinwu/store"
	"zhixinwu/store/school"
)

// Audits is who looked at and changed what. It names people and acts, and shows nothing of what was looked at.
type Audits struct {
	Rows []store.AuditRow
	Name string // searched for
	None bool   // nobody has that name
	Next int    // rows before this number are on the next page; 0 if none
	Code string // of the last row, for whoever may write it down
	Held string // a code that was asked for, and
	Good bool   // whether it holds
}

func (Audits) Template() string { return "staff/school/audit" }

// actionNames say what was done, as a school says it. A test asks for one for each school.Actions.
var actionNames = map[school.Action]string{
	"setup":            "建立学校",
	"login":            "登录",
	"login.refused":    "密码不对，没有进来",
	"session.cover":    "遮住屏幕",
	"session.uncover":  "打开屏幕",
	"school.set":       "改设置",
	"data.older":       "启动时数据比上次旧",
	"clock.set":        "校正时间",
	"staff.add":        "加账号",
	"staff.edit":       "改职责",
	"staff.counselor":  "成为知心屋老师",
	"staff.pin":        "设自己的数字锁",
	"staff.reset":      "给新密码",
	"staff.password":   "改自己的密码",
	"staff.recover":    "在服务器上找回密码",
	"staff.end":        "停用账号",
	"device.add":       "加设备",
	"device.remove":    "停用设备",
	"device.rename":    "改设备",
	"device.pair":      "登记设备",
	"device.link":      "做登记链接",
	"child.add":        "加孩子",
	"file.read":        "看档案",
	"file.edit":        "改档案",
	"file.erase":       "删除档案",
	"roster.export":    "导出名单",
	"identity.shown":   "看身份证号",
	"import":           "导入名单",
	"import.undo":      "撤销导入",
	"rollover":         "升级",
	"rollover.undo":    "撤销升级",
	"card.print":       "印卡",
	"card.replace":     "换卡",
	"slip.print":       "打印小条",
	"contact.print":    "看一个班的联系表",
	"plan.set":         "改知心屋安排",
	"exception.add":    "加不在的时间",
	"exception.remove": "去掉不在的时间",
	"duty.set":         "改值班表",
	"urgent.ask":       "替孩子找老师",
	"urgent.accept":    "去见要找老师的孩子",
	"referral.add":     "请知心屋看看",
	"note.open":        "看谈话记录",
	"note.write":       "写谈话记录",
	"note.reader":      "加看记录的老师",
	"note.unlock":      "打开谈话记录的锁",
	"feed.link":        "拿日历链接",
	"family.dead":      "号码不通",
	"line.set":         "改电话",
	"announcement.set": "写大屏通知",
	"contact.invite":   "邀请打电话",
	"contact.letter":   "记一封家信",
	"task.close":       "办好一件事",
	"family.shown":     "看家人电话",
	"voice.keep":       "录一句话",
	"voice.delete":     "删一段录音",
	"mailbox.keep":     "设信箱口令",
	"mailbox.admit":    "加收信人",
	"mailbox.unlock":   "打开信箱",
}
