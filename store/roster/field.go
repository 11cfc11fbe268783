package roster

import (
	"slices"

	"zhixinwu/store/school"
)

// Field is one field of a child's file. Forms, lists in and out, the history of changes and the search all come from the
// one table of them.
type Field struct {
	Key     string
	Names   []string // what lists write above it (DOMAIN B1); the first is our own
	Section string
	Contact bool // what the class teacher checks with the family, and may change too
	Virtual bool // only read from lists: it becomes other fields
	Long    bool // needs a line of its own on a form

	get func(*names, *Child) string
	set func(*names, *Child, string) error // "" clears it
}

// Fields is the table, in the order of the form and of the columns of a list. One entry is all that a field needs:
// the form, lists in and out, the search for what is lacking by its key, and the history come from it. A key is for
// good, because the history of changes names it; the order counts, because an import sets fields in it.
var Fields = slices.Concat([]Field{
	{Key: "name", Names: []string{"姓名", "学生姓名", "儿童姓名", "孩子姓名", "名字"}, Section: "child",
		get: func(_ *names, c *Child) string { return c.Name }, set: setName},
	{Key: "pinyin", Names: []string{"姓名拼音", "拼音"}, Section: "child",
		get: func(_ *names, c *Child) string { return c.Pinyin }, set: text(func(c *Child) *string { return &c.Pinyin }, 60)},
	{Key: "gender", Names: []string{"性别"}, Section: "child",
		get: func(_ *names, c *Child) string { return c.Gender }, set: setGender},
	{Key: "birth", Names: []string{"出生日期", "出生年月日", "出生年月", "出生时间", "生日"}, Section: "child",
		get: func(_ *names, c *Child) string { return string(c.Birth) }, set: setBirth},
	{Key: "number", Names: []string{"学籍号", "全国学籍号", "学籍编号", "学籍号码"}, Section: "child",
		get: func(n *names, c *Child) string { return n.numbers.of(c) }, set: setNumber},
	{Key: "id", Names: []string{"身份证号", "身份证号码", "身份证", "公民身份号码", "公民身份证号", "学生身份证号", "证件号码"}, Section: "child", Virtual: true,
		get: nothing, set: setID},
	{Key: "grade", Names: []string{"年级", "所在年级"}, Section: "child", Virtual: true,
		get: nothing, set: func(n *names, _ *Child, s string) error { n.grade = s; return nil }},
	{Key: "class", Names: []string{"班级", "所在班级", "年级班级", "就读班级", "班别", "班", "年级/班级"}, Section: "child",
		get: func(_ *names, c *Child) string { return c.Class.String() }, set: setClass},
	{Key: "boards", Names: []string{"寄宿", "是否寄宿", "寄宿生", "是否住校", "住校", "住宿", "是否住宿", "就读方式", "寄宿情况"}, Section: "dorm",
		get: func(_ *names, c *Child) string { return string(c.Boards) }, set: setBoards},
	{Key: "building", Names: []string{"宿舍楼", "楼栋", "楼号", "宿舍楼栋", "宿舍楼号", "公寓楼"}, Section: "dorm",
		get: func(n *names, c *Child) string { return n.buildings[c.Bed.Building] }, set: setBuilding},
	{Key: "room", Names: []string{"房间", "房间号", "寝室", "寝室号", "宿舍", "宿舍号", "宿舍房间", "宿舍床位", "宿舍床号", "宿舍/床号", "寝室床号", "住宿地点"}, Section: "dorm",
		get: func(_ *names, c *Child) string { return c.Bed.Room }, set: setRoom},
	{Key: "bed", Names: []string{"床位", "床号", "床位号", "铺位", "铺号"}, Section: "dorm",
		get: func(_ *names, c *Child) string { return c.Bed.Bed }, set: setBed},
	{Key: "care", Names: []string{"留守情况", "留守类型", "父母外出情况", "外出情况", "留守儿童类型", "是否留守", "是否留守儿童"}, Section: "care",
		get: func(_ *names, c *Child) string { return c.Care.String() }, set: setCare},
	{Key: "custody", Names: []string{"监护类型", "监护情况", "监护类别"}, Section: "care",
		get: func(_ *names, c *Child) string { return c.Custody }, set: setCustody},
	{Key: "address", Section: "care", Contact: true, Long: true,
		Names: []string{"家庭住址", "家庭地址", "住址", "现住址", "现居地", "详细住址", "家庭详细住址", "居住地址"},
		get:   func(_ *names, c *Child) string { return c.Address }, set: text(func(c *Child) *string { return &c.Address }, 200)},
},
	parentFields("爸爸", "father", "父亲", "爸爸", "父"), parentFields("妈妈", "mother", "母亲", "妈妈", "母"),
	[]Field{
		{Key: "guardian.relation", Section: "guardian", Contact: true,
			Names: []string{"监护人关系", "与监护人关系", "监护人与儿童关系", "监护人与学生关系", "与学生关系", "与儿童关系",
				"与被监护人关系", "委托监护人关系", "与孩子关系", "关系"},
			get: func(_ *names, c *Child) string { return c.Guardian }, set: setGuardian},
		{Key: "guardian.name", Section: "guardian", Contact: true,
			Names: []string{"监护人姓名", "监护人", "委托监护人姓名", "委托监护人", "代理监护人", "代理监护人姓名",
				"临时监护人", "实际监护人", "家长姓名"},
			get: func(_ *names, c *Child) string { return c.Relative(c.Guardian).Name }, set: setGuardianName},
		{Key: "guardian.phones", Section: "guardian", Contact: true,
			Names: []string{"监护人电话", "监护人联系电话", "监护人手机", "监护人手机号", "监护人联系方式", "委托监护人电话",
				"委托监护人联系电话", "代理监护人联系方式", "家长电话", "家长联系电话", "联系电话", "联系方式", "电话", "手机号"},
			get: func(_ *names, c *Child) string { return c.Relative(c.Guardian).Numbers() }, set: guardianPhones},
		{Key: "guardian.best", Names: []string{"监护人方便接听"}, Section: "guardian", Contact: true,
			get: func(_ *names, c *Child) string { return school.WriteSpans(c.Relative(c.Guardian).Best) }, set: ofGuardian(setBest)},
		{Key: "guardian.address", Names: []string{"监护人住址", "监护人地址", "监护人现住址", "委托监护人住址"}, Section: "guardian", Contact: true, Long: true,
			get: func(_ *names, c *Child) string { return c.Relative(c.Guardian).Address },
			set: ofGuardian(func(r *Relative, s string) error { r.Address = s; return nil })},
	},
	elderFields("爷爷", "grandfather", "祖父"), elderFields("奶奶", "grandmother", "祖母"),
	elderFields("外公", "mothers-father", "外祖父"), elderFields("外婆", "mothers-mother", "外祖母"),
	[]Field{
		{Key: "village.name", Names: []string{"村联系人", "村委联系人", "村（居）联系人", "村联系人姓名"}, Section: "village", Contact: true,
			get: func(_ *names, c *Child) string { return c.Village.Name },
			set: text(func(c *Child) *string { return &c.Village.Name }, 40)},
		{Key: "village.phones", Names: []string{"村联系人电话", "村委联系电话"}, Section: "village", Contact: true,
			get: func(_ *names, c *Child) string { return c.Village.Numbers() },
			set: func(_ *names, c *Child, s string) error { return setPhones(&c.Village, s) }},
		{Key: "mentors", Names: []string{"帮扶教师", "帮扶老师", "结对教师", "结对帮扶教师", "帮扶责任人"}, Section: "pairing",
			get: getMentors, set: setMentors},
		{Key: "helper", Names: []string{"学习帮手", "帮扶学生", "结对学生"}, Section: "pairing",
			get: func(_ *names, c *Child) string { return c.Helper }, set: text(func(c *Child) *string { return &c.Helper }, 40)},
		{Key: "consent.day", Names: []string{"同意日期", "监护人同意日期"}, Section: "consent",
			get: func(_ *names, c *Child) string { return string(c.Consent.Day) }, set: setConsentDay},
		{Key: "consent.by", Names: []string{"同意人"}, Section: "consent",
			get: func(_ *names, c *Child) string { return c.Consent.By }, set: text(func(c *Child) *string { return &c.Consent.By }, 40)},
		{Key: "consent.paper", Names: []string{"纸质同意书"}, Section: "consent",
			get: func(_ *names, c *Child) string { return yesNo(c.Consent.Paper) },
			set: yes(func(c *Child) *bool { return &c.Consent.Paper })},
		{Key: "note", Names: []string{"备注", "说明"}, Section: "note", Long: true,
			get: func(_ *names, c *Child) string { return c.Note }, set: text(func(c *Child) *string { return &c.Note }, 500)},
	})

// parentFields are those of a parent, under each of the words that lists use: 父亲姓名, 爸爸姓名, and 父 alone for the name.
func parentFields(relation, key string, words ...string) []Field {
	under := func(names ...string) (all []string) {
		for _, w := range words {
			for _, n := range names {
				all = append(all, w+n)
			}
		}
		return all
	}
	return []Field{
		{Key: key + ".name", Names: under("姓名", ""), Section: key, Contact: true,
			get: ofRelation(relation, func(r Relative) string { return r.Name }), set: setOf(relation, setRelativeName)},
		{Key: key + ".workplace", Section: key, Contact: true, Long: true,
			Names: under("务工地点", "务工地", "打工地点", "外出地点", "外出务工地点", "工作单位", "工作地点", "务工地址",
				"打工的地址", "单位地址"),
			get: ofRelation(relation, func(r Relative) string { return r.Workplace }),
			set: setOf(relation, func(r *Relative, s string) error { r.Workplace = s; return nil })},
		{Key: key + ".phones", Section: key, Contact: true,
			Names: under("电话", "联系电话", "手机", "手机号", "手机号码", "联系方式", "电话号码"),
			get:   ofRelation(relation, Relative.Numbers), set: setOf(relation, setPhones)},
		{Key: key + ".best", Names: under("方便接听"), Section: key, Contact: true,
			get: ofRelation(relation, func(r Relative) string { return school.WriteSpans(r.Best) }), set: setOf(relation, setBest)},
	}
}

// elderFields are what is known of a grandparent: a name and a number to call, because children call them.
func elderFields(relation, key, word string) []Field {
	return []Field{
		{Key: key + ".name", Names: []string{relation + "姓名", relation, word + "姓名", word}, Section: "elders", Contact: true,
			get: ofRelation(relation, func(r Relative) string { return r.Name }), set: setOf(relation, setRelativeName)},
		{Key: key + ".phones", Section: "elders", Contact: true,
			Names: []string{relation + "电话", relation + "联系电话", word + "电话", word + "联系电话"},
			get:   ofRelation(relation, Relative.Numbers), set: setOf(relation, setPhones)},
	}
}

// FieldOf finds a field by its key.
func FieldOf(key string) (Field, bool) {
	i := slices.IndexFunc(Fields, func(f Field) bool { return f.Key == key })
	if i < 0 {
		return Field{}, false
	}
	return Fields[i], true
}

// names resolves what fields write as names. It belongs to one reading of one list or form: setting fields changes it
// (fresh, grade, id), and a reading that is thrown away must take it along.
type names struct {
	buildings map[string]string // id → name
	staff     map[string]string // id → name, of those who may be paired
	numbers   numberKey
	today     school.Day
	fresh     []school.Building // buildings that a list named and nobody has entered yet
	grade     string            // of the row being read, where a list writes grade and class apart
	id        string            // identity number of the row being read
}

// mentorRoles are whose bearers may be paired with a child.
var mentorRoles = []school.Role{school.RoleTeacher, school.RoleHead, school.RoleOffice, school.RoleCounselor}

func namesOf(tx *school.Tx) (*names, error) {
	n := &names{buildings: map[string]string{}, staff: map[string]string{}, numbers: numberKeyOf(tx.Derive), today: tx.Day}
	all, err := school.Buildings(tx)
	if err != nil {
		return nil, err
	}
	for _, b := range all {
		n.buildings[b.ID] = b.Name
	}
	return n, school.EachStaff(tx, func(st school.Staff) error {
		if st.Active(tx.Day) && st.Has(mentorRoles...) {
			n.staff[st.ID] = st.Name
		}
		return nil
	})
}

// values are all fields of a file as text.
func (n *names) values(c Child) map[string]string {
	v := make(map[string]string, len(Fields))
	for _, f := range Fields {
		if !f.Virtual {
			v[f.Key] = f.get(n, &c)
		}
	}
	return v
}
