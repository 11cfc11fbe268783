package views

import (
	"cmp"
	"zhixinwu/store/school"
)

// Settings is the school's page of settings, with the history of their changes. Form is what stands in the fields,
// which after a mistake is what was typed.
type Settings struct {
	school.Settings
	Form      SettingsForm
	Clashes   Clashes
	Say       string
	Done      bool
	Buildings []school.Building
	Changes   []school.NamedChange
}

func (s Settings) History() History { return History{s.Changes, settingName} }

func (Settings) Template() string { return "staff/school/settings" }

// SettingsForm is what stands in the fields.
type SettingsForm struct {
	Revision                                          int // that was read
	Name, Terms, Periods, Holidays, Letters, Hotlines string
	Host                                              string
	Week                                              int
	Hours                                             [7]string // by weekday
	Rules                                             map[school.Rule]string
	KeepIDs                                           bool
}

var settingNames = map[string]string{
	"name":     "学校名称",
	"zone":     "时区",
	"host":     "网址里的名字",
	"week":     "一周从哪天开始",
	"ids":      "保存身份证号",
	"hours":    "亲情室开放时间",
	"terms":    "学期",
	"periods":  "作息",
	"holidays": "放假",
	"letters":  "送信时间",
	"hotlines": "热线",
	"callin":   "家长来电时间",
}

// settingName is how a setting is called in the history of the settings.
func settingName(key string) string {
	if name := ruleNames[school.Rule(key)][0]; name != "" {
		return name
	}
	return cmp.Or(settingNames[key], formerRules[key])
}
