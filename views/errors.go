package views

import (
	"errors"
	"fmt"
	"zhixinwu/store/school"
)

// sentences say what went wrong and what to do, by school.Error.Key. A child reads some of them: they are short and
// blame nobody. A test asks for one for each key.
var sentences = map[string]string{
	"internal":  "出了一点问题，请告诉老师。",
	"not-found": "没有找到。",
	"forbidden": "你不能看这一页。",
	"invalid":   "填的内容不对，请看一看再试。",
	"method":    "这样打不开这一页。",
	"too-large": "内容太多了，放不下。",
	"media":     "不认识这种格式。",
	"busy":      "现在来的人太多了，请过几秒再试。",
	"origin":    "这个请求不是从本页来的，没有执行。",
	"host":      "这不是学校的网址，请用老师给的网址打开。",
	"timeout":   "等得太久了，请再试一次。",
	"disk":      "现在存不下来，刚才的没有存住。请告诉老师。",

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
	"device.enrolment": "这个登记链接已经用过或过期了。",

	"login.wrong":      "用户名或密码不对。",
	"login.first":      "登录已经结束，请在新窗口登录后再试。",
	"login.locked":     "试的次数太多了，请过一分钟再来，或者用平时登录的那台电脑。",
	"login.taken":      "这个用户名已经有人用了。",
	"login.form":       "用户名要用小写字母或数字，2 到 32 个。",
	"password.short":   "密码要 8 到 128 个字。",
	"password.common":  "这个密码太常见，一猜就中，请换一个。",
	"password.again":   "两次输的密码不一样。",
	"password.old":     "现在的密码不对。",
	"password.same":    "新密码和原来的一样，请换一个。",
	"password.first":   "请先换掉第一次的密码。",
	"pin.form":         "数字锁要 4 到 8 位数字。",
	"pin.weak":         "这几位数字太好猜，请换几位。",
	"pin.wrong":        "不对，请再试。错 5 次要重新登录。",
	"session.covered":  "屏幕锁着，请先打开。",
	"name.form":        "名称要 1 到 40 个字，前后不要空格。",
	"class.form":       "班级看不懂，请写成 三(2)班 这样。",
	"bed.form":         "楼、房间、床位都要短，比如 女生楼 301 4。",
	"bed.taken":        "这张床已经有孩子了，请换一张，或者先给那个孩子换床。",
	"name.taken":       "这个名称已经有了。",
	"stale":            "刚才有别人也改了这里，请看一看再存。",
	"school.host":      "网址里的名字只用小写字母、数字、点和短横。",
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
	"list.plan":        "和刚才看过的不一样了，请再看一遍，再点导入。",
	"list.gone":        "这份名单放得太久了，请重新选文件。",
	"fields.wrong":     "有几处不对，看一看红色的地方，还没有存。",
	"day.far":          "这一天太远了，请核对。",
	"child.here":       "孩子还在校，学校有责任保留档案。先办离校。",
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
	"phone.full":        "现在等的人太多了，过一会儿再来。",
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
	"plan.moves":    "有孩子已经约了，还没有存。看一看再存。",
	"booking.talk":  "这个孩子正在和别的老师谈。",
	"urgent.move":   "这次求助现在不能这样改。",
	"urgent.taken":  "已经有人去了。",
	"referral.form": "请选看到的情况，说明不超过 200 字。",
	"referral.move": "这件事已经有老师接了。",
	"note.key":      "还没有口令。请先到信箱设一句口令。",
	"note.locked":   "记录锁着，请先用口令打开。",
	"note.reader":   "这个孩子的记录不是你能看的。",
	"note.form":     "记录还是空的，或者有一栏看不懂。",
	"note.long":     "记录太长了，请不超过 6000 字。",
	"note.carried":  "刚才写的还在，还没有存成记录。",
	"note.other":    "另一个窗口也在写这份记录，这里写的还没有存。",
	"feed.gone":     "这个日历链接已经失效了。",

	"voice.number": "没有这个号码的句子。",
	"voice.kind":   "这不是录音，请用 webm、ogg、mp3、m4a 或 wav 文件。",
	"voice.size":   "录音是空的或者太大，请不超过 200 kB。",

	"mailbox.closed":     "信箱还没有准备好，请去找老师。",
	"mailbox.locked":     "信箱锁着，请先用口令打开。",
	"mailbox.keeper":     "你还不是收信人，请已经能看信的老师加你。",
	"mailbox.passphrase": "口令不对。",
	"mailbox.wait":       "口令试的次数太多了，请过 5 分钟再来。",
	"mailbox.weak":       "口令要 8 到 128 个字，不要太常见，最好是一句只有自己知道的话。",
	"mailbox.known":      "你已经设过口令了。",
	"letter.kind":        "请选写字、画画，或者只选一张脸。",
	"letter.empty":       "纸上还是空的。",
	"letter.long":        "太长了，放不下。可以分两封信。",
	"letter.drawing":     "这张画没有传好，请再试一次。",
	"letter.mood":        "请点一张脸，或者跳过。",
	"letter.sent":        "这封信已经有人看了。要说新的，请再写一封。",
	"code.again":         "不太对，再看一看，再试一次。",
	"reply.code":         "没有找到这封信，看看图和数字对不对。",
	"reply.form":         "要四张图和四个数字。",
	"reply.wait":         "试得太快了，请数到二十再试。",
	"answer.empty":       "回信还是空的。",
	"answer.long":        "回信太长了，请不超过 1000 字。",
}

// Sentence is what a person reads of an error; false means that it is unknown to us and only a reference is shown.
func Sentence(err error) (string, bool) {
	var e *school.Error
	if errors.As(err, &e) {
		s, ok := sentences[e.Key]
		return s, ok
	}
	return sentences["internal"], false
}

// SentenceOf is the sentence with a key of this package.
func SentenceOf(key string) string { return sentences[key] }

func sentenceOf(err error) (s string) { s, _ = Sentence(err); return s }

// InLine says in which line of a list something is wrong.
func InLine(n int, sentence string) string { return fmt.Sprintf("第 %d 行：%s", n, sentence) }

// Message says what happened, where there is no page to say it on.
type Message struct {
	Say       string
	Reference string // of the log line, for an error we do not know
	Href      string
	Link      string
}

func (Message) Template() string { return "plain/message" }
