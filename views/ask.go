package views

// ask is a question that a child's screen asks before something ends that the child began. Stay, on the left, changes
// nothing; Go, on the right, goes on.
type ask struct{ Name, Question, Stay, Go string }

// asks are all of them. The first three stand in the way of a card (data-hold on the screen), the others of a tap
// (data-sure on what is tapped).
var asks = []ask{
	{"letter", "有人在写信。写完了吗？", "还没有", "写完了"},
	{"code", "暗号记住了吗？", "还没有", "记住了"},
	{"call", "有人在等老师。换你用吗？", "不换", "换我用"},
	{"letter-drop", "不写了吗？", "接着写", "不写了"},
	{"forget", "走了就看不到暗号了。走吗？", "再看看", "走了"},
	{"withdraw", "不用老师来了吗？", "还要来", "不用了"},
	{"ticket", "不打电话了吗？", "还要打", "不打了"},
	{"booking", "不去知心屋了吗？", "还要去", "不去了"},
	{"waiting", "不等了吗？", "接着等", "不等了"},
}
