package views

import (
	"errors"
	"fmt"
	"strings"

	"zhixinwu/store"
)

// sentences say what went wrong and what to do, by store.Error.Key. A test asks for one for each key.
var sentences = map[string]string{
	"internal":  "出了一点问题，请告诉老师。",
	"not-found": "没有找到。",
	"forbidden": "你不能看这一页。",
	"invalid":   "填的内容不对，请看一看再试。",
	"method":    "这样打不开这一页。",
	"too-large": "内容太多了，放不下。",
	"origin":    "这个请求不是从本页来的，没有执行。",
	"timeout":   "等得太久了，请再试一次。",

	"card.format":   "没有读全，请再刷一次。",
	"card.digits":   "有一个数字不对，请再刷一次。",
	"card.unknown":  "不认识这张卡，请去找老师。",
	"card.replaced": "这张卡换过了，请用新卡。",
	"card.left":     "这张卡已经停用，请去找老师。",
	"visit.none":    "请先刷卡。",
	"visit.old":     "这一页是以前的，请再刷一次卡。",

	"device.unknown":   "这台设备还没有登记，请老师来登记。",
	"device.offer":     "这里做不了这件事，请去别的地方。",
	"device.code":      "没有这个登记码，请看设备上现在的数字。",
	"device.codes":     "等着登记的设备太多了，请过几分钟再来。",
	"device.enrolment": "这个登记链接已经用过或过期了。",

	"login.wrong":      "用户名或密码不对。",
	"login.first":      "登录已经结束，请在新窗口登录后再试。",
	"login.locked":     "试的次数太多了，请过 5 分钟再来。",
	"login.taken":      "这个用户名已经有人用了。",
	"login.form":       "用户名要用小写字母或数字，2 到 32 个。",
	"password.short":   "密码要 8 到 128 个字。",
	"password.again":   "两次输的密码不一样。",
	"password.old":     "现在的密码不对。",
	"password.same":    "新密码和原来的一样，请换一个。",
	"password.first":   "请先换掉第一次的密码。",
	"pin.form":         "数字锁要 4 到 8 位数字。",
	"pin.wrong":        "不对，请再试。错 5 次要重新登录。",
	"session.covered":  "屏幕锁着，请先打开。",
	"name.form":        "名称要 1 到 40 个字，前后不要空格。",
	"class.form":       "班级看不懂，请写成 三(2)班 这样。",
	"bed.form":         "楼、房间、床位都要短，比如 女生楼 301 4。",
	"bed.taken":        "这张床已经有孩子了，请换一张，或者先给那个孩子换床。",
	"name.taken":       "这个名称已经有了。",
	"stale":            "刚才有别人也改了这里，请看一看再存。",
	"school.term":      "学期要有名称、开学日和周数，前后不重叠。",
	"school.period":    "作息要写名称和时间，按先后，不重叠。",
	"school.holiday":   "放假要有名称，最后一天不早于第一天。",
	"school.hotline":   "热线要写号码和名称。",
	"school.rule":      "有一个数字不在允许的范围里。",
	"long":             "写得太长了，或者有看不见的字符。",
	"yes-no":           "请写 是 或 否。",
	"gender.form":      "性别请写 男 或 女。",
	"birth.far":        "出生日期不像在校学生的，请核对。",
	"id.other":         "身份证号和出生日期或性别对不上，请核对。",
	"care.form":        "没看懂谁外出，请写 父母都外出、父亲外出 这样。",
	"mentor.unknown":   "没有这位老师的账号，先建账号或者先空着。",
	"day.future":       "这一天还没有到。",
	"cell.formula":     "这一格是公式，没有算好的结果，请写成文字。",
	"row.twice":        "这个孩子在前面那一行已经有了。",
	"rollover.done":    "这一学年已经升过级了。",
	"photo.form":       "这张照片打不开，请用 JPG 或 PNG，不要太大。",
	"list.unknown":     "这不是名单，请选 .xlsx 或 .csv 文件。",
	"list.old":         "这是旧格式，请打开后另存为 .xlsx 再来。",
	"list.locked":      "这个文件有密码，请去掉密码再来。",
	"list.long":        "这份名单超过 5000 行，请分几次导入。",
	"list.big":         "这个文件太大了，请只留名单那一页。",
	"list.header":      "没有找到表头，要有一行写着“姓名”。",
	"list.damaged":     "这个文件坏了，打不开，请重新保存一次。",
	"list.gone":        "这份名单放得太久了，请重新选文件。",
	"fields.wrong":     "有几处不对，看一看红色的地方，还没有存。",
	"day.far":          "这一天太远了，请核对。",
	"child.here":       "孩子还在校，学校有责任保留档案。先办离校。",
	"child.erased":     "这份档案已经按监护人的要求删除了。",
	"span.form":        "时间看不懂，请写成 12:00-13:30 这样。",
	"staff.line":       "每行写：姓名 用户名 职责或班级，中间空格。",
	"staff.last-admin": "这是最后一位管理员，不能停用。",
	"setup.gone":       "这个设置链接已经用过或失效了，请看服务器上新的链接。",

	"day.form":            "日期看不懂，请写成 2015-03-08 这样。",
	"phone.form":          "电话看不懂，请写 11 位手机号，或 区号-号码。",
	"number.exponent":     "表格把号码缩短了，请把这一列改成文本再填。",
	"idcard.form":         "身份证号不对，请核对 18 位号码。",
	"student-number.form": "学籍号不对，应是 G、J 或 L 加 18 位。",

	"ticket.move":    "这个号现在不能这样做，请看最新的排队。",
	"ticket.none":    "没有这个号。",
	"ticket.outcome": "请选一个结果：说上话了、没人接、号码不通。",
	"line.none":      "没有这条电话。",
	"queue.empty":    "现在没有人在等。",

	"phone.closed":      "亲情室还没有开门。",
	"phone.holiday":     "放假了，亲情室不开门。",
	"phone.last":        "快关门了，今天不再发号。",
	"phone.lines":       "电话都坏了，正在修。",
	"phone.cooldown":    "你刚打过电话，先让别的同学打。",
	"phone.week":        "你这个星期的次数打完了。",
	"talk.unasked":      "先告诉我们，上次说上话了吗。",
	"line.out":          "这条电话正在修。",
	"line.busy":         "这条电话上还有人，请先结束。",
	"line.other":        "这条电话没有叫你，请看大屏。",
	"ticket.siblings":   "档案里看不出你们是一家，请去找老师。",
	"family.number":     "没有这个号码，请看最新的档案。",
	"announcement.form": "通知只写一行，最多 40 个字。",
	"contact.day":       "日子要在这 31 天里，不能是以后。",
	"contact.none":      "请先勾上孩子。",

	"booking.taken": "这个时间刚刚被约走了，看看别的。",
	"booking.past":  "这个时间已经过了，看看别的。",
	"booking.none":  "没有这个时间，看看别的。",
	"booking.open":  "你已经约好一次了。",
	"booking.again": "这个孩子后来又约了一次，请记在新的那次。",
	"booking.move":  "这次约定现在不能这样改。",
	"booking.day":   "还没到那一天，不能先记。",
	"booking.topic": "请点一张图，或者跳过。",

	"booking.clash": "那个时间你已经约了别的。",
	"booking.busy":  "这个孩子已经有约了，请先看看那一次。",
	"booking.door":  "现在门没有开，可以约一个时间。",
	"plan.overlap":  "同一天里有两段时间重叠了。",
	"plan.group":    "小组要有名称，2 到 60 个座位。",
	"plan.away":     "不在的日子看不懂：先后要对，不超过 120 天。",
	"plan.standin":  "代班的要是另一位知心屋老师。",
	"urgent.move":   "这次求助现在不能这样改。",
	"urgent.taken":  "已经有人去了。",
	"referral.form": "请选看到的情况，说明不超过 200 字。",
	"referral.move": "这件事已经有老师接了。",
	"note.key":      "还没有口令。请先到信箱设一句口令。",
	"note.locked":   "记录锁着，请先用口令打开。",
	"note.reader":   "这个孩子的记录不是你能看的。",
	"note.form":     "记录还是空的，或者有一栏看不懂。",
	"note.long":     "记录太长了，请不超过 6000 字。",
	"feed.gone":     "这个日历链接已经失效了。",

	"mailbox.closed":     "信箱还没有准备好，请去找老师。",
	"mailbox.locked":     "信箱锁着，请先用口令打开。",
	"mailbox.keeper":     "你还不是收信人，请已经能看信的老师加你。",
	"mailbox.passphrase": "口令不对。",
	"mailbox.weak":       "口令要 8 到 128 个字，最好是一句只有自己知道的话。",
	"mailbox.known":      "你已经设过口令了。",
	"letter.kind":        "请选写字、画画，或者只选一张脸。",
	"letter.empty":       "纸上还是空的。",
	"letter.long":        "太长了，放不下。可以分两封信。",
	"letter.drawing":     "这张画没有传好，请再试一次。",
	"letter.mood":        "请点一张脸，或者跳过。",
	"letter.sent":        "这封信已经有人看了。要说新的，请再写一封。",
	"reply.code":         "没有找到这封信，看看图和数字对不对。",
	"reply.form":         "要四张图和四个数字。",
	"reply.wait":         "试得太多了，请一分钟以后再来。",
	"answer.empty":       "回信还是空的。",
	"answer.long":        "回信太长了，请不超过 1000 字。",
}

// Sentence is what a person reads of an error; false means that it is unknown to us and only a reference is shown.
func Sentence(err error) (string, bool) {
	var e *store.Error
	if errors.As(err, &e) {
		s, ok := sentences[e.Key]
		return s, ok
	}
	return sentences["internal"], false
}

// SentenceOf is the sentence with a key of this package.
func SentenceOf(key string) string { return sentences[key] }

var (
	topicNames = map[string]string{"family": "家里", "friends": "同学朋友", "study": "学习", "teacher": "老师", "body": "身体", "other": "别的事", "": "没有说"}
	moodNames  = map[string]string{"happy": "开心", "sad": "难过", "angry": "生气", "afraid": "害怕", "homesick": "想家", "unsure": "说不清", "": "没有选"}

	pictureNames = map[string]string{"star": "星星", "boat": "小船", "apple": "苹果", "fish": "小鱼", "sun": "太阳", "moon": "月亮",
		"tree": "大树", "flower": "小花", "car": "汽车", "ball": "足球", "umbrella": "雨伞", "kite": "风筝"}

	roleNames = map[store.Role]string{store.RoleAdmin: "管理员", store.RoleHead: "校领导", store.RoleOffice: "德育处", store.RoleTeacher: "班主任",
		store.RoleCounselor: "知心屋老师", store.RoleKeeper: "亲情室值班", store.RoleDorm: "生活老师", store.RoleGate: "门卫"}
	roleHomes = map[store.Role]string{store.RoleAdmin: "/admin", store.RoleHead: "/office", store.RoleOffice: "/office", store.RoleTeacher: "/class",
		store.RoleCounselor: "/counselor", store.RoleKeeper: "/phone", store.RoleDorm: "/dorm", store.RoleGate: "/gate"}
	offerNames = map[store.Offer]string{store.OfferBooking: "知心屋预约", store.OfferPhone: "亲情电话", store.OfferLetters: "知心信箱",
		store.OfferRoll: "晚上签到", store.OfferHelp: "求助", store.OfferBoard: "叫号屏",
		store.OfferArrive: "知心屋门口（刷卡就是到了）", store.OfferDoor: "知心屋门牌", store.OfferDuty: "值班铃"}
	bookingStates = map[store.BookingState]string{store.Booked: "已约", store.Arrived: "已到", store.Started: "正在谈", store.Seen: "谈过了",
		store.NoShow: "没有来", store.Cancelled: "取消了", store.Invited: "邀请了，等孩子回答"}
	outcomeNames = map[store.Outcome]string{store.Spoke: "说上话了", store.NoAnswer: "没人接", store.DeadNumber: "号码不通", store.Unasked: "没有说",
		store.Interrupted: "断了"}
	taskNames = map[store.TaskKind]string{store.TaskDeadNumber: "号码不通"}
)

// Lacks are what a file may lack, in the order in which a school can mend it.
var Lacks = []string{"phone", "guardian.name", "guardian.phones", "care", "father.name", "mother.name", "father.workplace", "mother.workplace", "address", "bed", "consent.day",
	"confirmed", "mentors", "birth", "gender", "number"}

var (
	statusNames  = map[string]string{"left": "离校日", "left.why": "离校原因", "confirmed": "核对联系卡", "photo": "照片", "phone": "能打通的电话", "phone.dead": "打不通的号码"}
	settingNames = map[string]string{"name": "学校名称", "zone": "时区", "week": "一周从哪天开始", "ids": "保存身份证号", "hours": "亲情室开放时间", "terms": "学期", "periods": "作息", "holidays": "放假", "letters": "送信时间", "hotlines": "热线", "callin": "家长来电时间"}
	changeNames  = map[string]string{"edit": "修改", "import": "导入名单", "undo": "撤销", "rollover": "升级", "depart": "离校", "return": "回校", "confirm": "核对", "photo": "照片", "dead-number": "号码不通"}
	stateNames   = map[store.RowState]string{store.RowNew: "新来的", store.RowChanged: "有变化", store.RowSame: "没有变化", store.RowAsk: "要您看一看", store.RowSkipped: "先放着",
		store.RowProblem: "有问题"}
	actionNames = map[store.Action]string{"setup": "建立学校", "login": "登录", "school.set": "改设置", "staff.add": "加账号", "staff.edit": "改职责", "staff.reset": "给新密码",
		"staff.password": "改自己的密码", "staff.recover": "在服务器上找回密码", "staff.end": "停用账号", "device.add": "加设备", "device.remove": "停用设备", "device.rename": "改设备",
		"device.pair": "登记设备", "child.add": "加孩子", "file.read": "看档案", "file.edit": "改档案", "file.erase": "删除档案", "roster.export": "导出名单",
		"identity.shown": "看身份证号", "import": "导入名单", "import.undo": "撤销导入", "rollover": "升级", "rollover.undo": "撤销升级", "card.print": "印卡", "card.replace": "换卡",
		"plan.set": "改知心屋安排", "exception.add": "加不在的时间", "exception.remove": "去掉不在的时间", "duty.set": "改值班表", "urgent.ask": "替孩子找老师", "urgent.accept": "去见要找老师的孩子",
		"referral.add": "请知心屋看看", "note.open": "看谈话记录", "note.write": "写谈话记录", "note.reader": "加看记录的老师", "note.unlock": "打开谈话记录的锁", "feed.link": "拿日历链接",
		"family.dead": "号码不通", "line.set": "改电话", "announcement.set": "写大屏通知", "contact.invite": "邀请打电话", "contact.letter": "记一封家信", "task.close": "办好一件事",
		"family.shown": "看家人电话", "mailbox.keep": "设信箱口令", "mailbox.admit": "加收信人", "mailbox.unlock": "打开信箱"}
	ruleGroups = map[string]string{"kiosk": "刷卡屏和平板", "session": "刷卡屏和平板", "grade": "班级", "booking": "知心屋", "urgent": "知心屋", "notmet": "知心屋", "phone": "亲情室",
		"duty": "要做的事", "truancy": "控辍保学", "report": "统计"}
	// ruleNames are the name and the unit of each number; a switch has no unit.
	ruleNames = map[store.Rule][2]string{
		store.RuleKioskIdle: {"孩子的屏没人动多久就清空", "秒"}, store.RuleSessionIdle: {"老师的屏没人动多久就锁上", "分钟"}, store.RuleTopGrade: {"最高的年级（毕业班）", "年级"},
		store.RuleBookingDays: {"可以约几天以内的时间", "天"}, store.RuleBookingLead: {"最晚提前多久约", "分钟"}, store.RuleBookingOpen: {"一个孩子同时可以约", "次"},
		store.RuleUrgentNext: {"“现在想找老师”没人应，多久叫下一位", "分钟"}, store.RuleNotMet: {"多久没谈过就列出来", "天"},
		store.RulePhoneLength: {"一次通话", "分钟"}, store.RulePhoneMore: {"“再说一会儿”加", "分钟"}, store.RulePhoneCome: {"叫号后等多久算没有来", "秒"}, store.RulePhoneLast: {"关门前多久不再发号", "分钟"},
		store.RulePhoneCooldown: {"说上话以后隔多久再取号", "小时"}, store.RulePhoneWeek: {"一周最多说上话（0 是不限）", "次"}, store.RulePhoneFair: {"最久没说上话的先打", ""}, store.RulePhonePassed: {"一个号最多被人排到前面", "次"},
		store.RulePhoneSelf: {"没有值班老师，自己接着打", ""}, store.RulePhoneDial: {"孩子可以看见号码自己拨", ""},
		store.RuleTalks: {"谈心，每个孩子每月", "次"}, store.RuleContacts: {"给家里写信或通话，每个孩子每月", "次"}, store.RuleGuardianTalks: {"和监护人沟通，每个孩子每月", "次"}, store.RuleVisits: {"家访，每个孩子每学期", "次"},
		store.RuleLectures: {"专题讲座，每学期", "次"}, store.RuleCanteen: {"食堂检查，每月", "次"}, store.RuleRosterChecks: {"核对名册，每学期", "次"}, store.RuleSummaries: {"总结，每学期", "次"},
		store.RuleMentors: {"每个留守孩子的帮扶教师至少", "位"}, store.RuleCoverage: {"建档率要到", "%"}, store.RuleTruancyDays: {"旷课几天要上报", "天"}, store.RuleTruancyTries: {"劝返几次没有成要上报", "次"},
		store.RuleMinimumVisible: {"少于几个的数字不对外显示", "个"},
	}
)

// settingName is how a setting is called in the history of the settings.
func settingName(key string) string {
	if name := ruleNames[store.Rule(key)][0]; name != "" {
		return name
	}
	return settingNames[key]
}

func changeName(why string) string      { return changeNames[why] }
func stateName(s store.RowState) string { return stateNames[s] }
func actionName(a store.Action) string  { return actionNames[a] }
func sentenceOf(err error) (s string)   { s, _ = Sentence(err); return s }

// Names of what the counselors' room chooses from.
var (
	awayNames   = map[string]string{"meeting": "开会", "exam": "考试", "sick": "生病", "event": "活动", "other": "别的事"}
	faceNames   = map[string]string{"sun": "太阳", "flower": "小花", "tree": "大树", "cloud": "云"}
	reasonNames = map[string]string{"quiet": "不说话了", "sad": "常常难过", "angry": "容易发火", "sleep": "睡不好", "home": "家里有变化",
		"friends": "和同学有矛盾", "absent": "不想上学", "other": "别的"}
	concernNames = map[store.Concern]string{"": "还没有选", "fine": "放心：现在不用特别做什么", "watch": "留心：两周内再看看", "often": "常谈：每周见一次",
		"soon": "尽快：这周和家里、班主任一起商量", "now": "马上：现在就有人陪着，按危机步骤做"}
	referralStates = map[store.ReferralState]string{store.ReferralOpen: "收到了", store.ReferralTaken: "知心屋接了", store.ReferralClosed: "知心屋接了"}
	urgentStates   = map[store.UrgentState]string{store.Asked: "在等人", store.Accepted: "有人去了", store.Met: "见到了", store.Withdrawn: "孩子点了不用了"}
)

func concernName(c store.Concern) string             { return concernNames[c] }
func referralStateName(s store.ReferralState) string { return referralStates[s] }
func urgentStateName(s store.UrgentState) string     { return urgentStates[s] }

// spelled turns the pictures' names as people say them into their keys.
var spelled = func() *strings.Replacer {
	var pairs []string
	for key, name := range pictureNames {
		pairs = append(pairs, name, " "+key+" ")
	}
	return strings.NewReplacer(pairs...)
}()

// SpelledCode is a return code that somebody typed with the names of its pictures, 星星小船苹果小鱼4072, as the store reads it.
func SpelledCode(typed string) string { return spelled.Replace(typed) }

func label(names map[string]string) func(string) string {
	return func(k string) string { return names[k] }
}

func roleName(r store.Role) string { return roleNames[r] }

// RoleNamed finds the role that people call so.
func RoleNamed(name string) (store.Role, bool) {
	for r, n := range roleNames {
		if n == name {
			return r, true
		}
	}
	return "", false
}

// InLine says in which line of a list something is wrong.
func InLine(n int, sentence string) string { return fmt.Sprintf("第 %d 行：%s", n, sentence) }

func offerName(o store.Offer) string               { return offerNames[o] }
func bookingStateName(s store.BookingState) string { return bookingStates[s] }
func taskName(k store.TaskKind) string             { return taskNames[k] }
func outcomeName(o store.Outcome) string           { return outcomeNames[o] }

// RoleHome is the page a role starts the day on.
func RoleHome(r store.Role) string { return roleHomes[r] }

func lineName(id, kind string) string {
	if kind == "video" {
		return id + " 号视频"
	}
	return id + " 号电话"
}
