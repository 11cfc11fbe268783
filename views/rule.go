package views

import (
	"slices"
	"strings"
	"zhixinwu/store/school"
)

// RuleGroup are the numbers of one part of the house.
type RuleGroup struct {
	Name  string
	Rules []RuleField
}

// RuleField is one number, with its bounds; a rule of 0 or 1 is a switch.
type RuleField struct {
	school.Limits
	Name, Unit, Value string
	Switch            bool
	Clash             *school.Clash
}

// Groups lays the numbers out by the part of the house they belong to.
func (s Settings) Groups() (groups []RuleGroup) {
	for _, l := range school.RuleLimits {
		part, _, _ := strings.Cut(string(l.Rule), ".")
		name := ruleGroups[part]
		i := slices.IndexFunc(groups, func(g RuleGroup) bool { return g.Name == name })
		if i < 0 {
			i = len(groups)
			groups = append(groups, RuleGroup{Name: name})
		}
		label := ruleNames[l.Rule]
		groups[i].Rules = append(groups[i].Rules,
			RuleField{l, label[0], label[1], s.Form.Rules[l.Rule], l.Min == 0 && l.Max == 1, s.Clashes.Of(string(l.Rule))})
	}
	return groups
}

var ruleGroups = map[string]string{
	"kiosk":   "刷卡屏和平板",
	"session": "刷卡屏和平板",
	"grade":   "班级",
	"booking": "知心屋",
	"urgent":  "知心屋",
	"notmet":  "知心屋",
	"phone":   "亲情室",
	"duty":    "要做的事",
	"report":  "统计",
}

// ruleNames are the name and the unit of each number; a switch has no unit.
var ruleNames = map[school.Rule][2]string{
	school.RuleKioskIdle:      {"孩子的屏没人动多久就清空", "秒"},
	school.RuleSessionIdle:    {"老师的屏没人动多久就锁上", "分钟"},
	school.RuleTopGrade:       {"最高的年级（毕业班）", "年级"},
	school.RuleBookingDays:    {"可以约几天以内的时间", "天"},
	school.RuleBookingLead:    {"最晚提前多久约", "分钟"},
	school.RuleBookingOpen:    {"一个孩子同时可以约", "次"},
	school.RuleUrgentNext:     {"“现在想找老师”没人应，多久叫下一位", "分钟"},
	school.RuleNotMet:         {"多久没谈过就列出来", "天"},
	school.RulePhoneLength:    {"一次通话", "分钟"},
	school.RulePhoneMore:      {"“再说一会儿”加", "分钟"},
	school.RulePhoneCome:      {"叫号后等多久算没有来", "秒"},
	school.RulePhoneLast:      {"关门前多久不再发号", "分钟"},
	school.RulePhoneCooldown:  {"说上话以后隔多久再取号", "小时"},
	school.RulePhoneWeek:      {"一周最多说上话（0 是不限）", "次"},
	school.RulePhoneCapacity:  {"最多几个号同时在等（0 是不限）", "个"},
	school.RulePhoneFair:      {"最久没说上话的先打", ""},
	school.RulePhonePassed:    {"一个号最多被人排到前面", "次"},
	school.RulePhoneSelf:      {"没有值班老师，自己接着打", ""},
	school.RulePhoneDial:      {"孩子可以看见号码自己拨", ""},
	school.RuleContacts:       {"给家里写信或通话，每个孩子每月", "次"},
	school.RuleMentors:        {"每个留守孩子的帮扶教师至少", "位"},
	school.RuleMinimumVisible: {"少于几个的数字不对外显示", "个"},
}

// formerRules are numbers that could be set once and were read by nothing; the history of the settings still names them.
var formerRules = map[string]string{
	"duty.talks":    "谈心，每个孩子每月",
	"duty.guardian": "和监护人沟通，每个孩子每月",
	"duty.visits":   "家访，每个孩子每学期",
	"duty.lectures": "专题讲座，每学期",
	"duty.canteen":  "食堂检查，每月",
	"duty.roster":   "核对名册，每学期",
	"duty.summary":  "总结，每学期",
	"duty.files":    "建档率要到",
	"truancy.days":  "旷课几天要上报",
	"truancy.tries": "劝返几次没有成要上报",
}
