package views

import (
	"errors"
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
	"device.enrolment": "这个登记链接已经用过或过期了。",

	"login.wrong":      "用户名或密码不对。",
	"login.first":      "登录已经结束，请在新窗口登录后再试。",
	"login.locked":     "试的次数太多了，请过 5 分钟再来。",
	"login.taken":      "这个用户名已经有人用了。",
	"login.form":       "用户名要用小写字母或数字，2 到 32 个。",
	"password.short":   "密码要 8 到 128 个字。",
	"name.form":        "名称要 1 到 40 个字，前后不要空格。",
	"class.form":       "班级看不懂，请写成 三(2)班 这样。",
	"bed.form":         "楼、房间、床位都要短，比如 女生楼 301 4。",
	"name.taken":       "这个名称已经有了。",
	"stale":            "刚才有别人也改了这里，请看一看再存。",
	"school.term":      "学期要有名称、开学日和周数，前后不重叠。",
	"school.holiday":   "放假要有名称，最后一天不早于第一天。",
	"school.hotline":   "热线要写号码和名称。",
	"school.rule":      "有一个数字不在允许的范围里。",
	"span.form":        "时间看不懂，请写成 12:00-13:30 这样。",
	"staff.last-admin": "这是最后一位管理员，不能停用。",
	"setup.gone":       "这个设置链接已经用过或失效了，请看服务器上新的链接。",

	"ticket.move":    "这个号现在不能这样做，请看最新的排队。",
	"ticket.none":    "没有这个号。",
	"ticket.outcome": "请选一个结果：说上话了、没人接、号码不通。",
	"line.none":      "没有这条电话。",
	"queue.empty":    "现在没有人在等。",

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
	outcomeNames = map[store.Outcome]string{store.Spoke: "说上话了", store.NoAnswer: "没人接", store.DeadNumber: "号码不通"}
)

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

func roleName(r store.Role) string                 { return roleNames[r] }
func offerName(o store.Offer) string               { return offerNames[o] }
func bookingStateName(s store.BookingState) string { return bookingStates[s] }
func outcomeName(o store.Outcome) string           { return outcomeNames[o] }

// RoleHome is the page a role starts the day on.
func RoleHome(r store.Role) string { return roleHomes[r] }

func lineName(id, kind string) string {
	if kind == "video" {
		return id + " 号视频"
	}
	return id + " 号电话"
}
