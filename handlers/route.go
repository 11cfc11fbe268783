package handlers

import (
	"zhixinwu/store/heart"
	"zhixinwu/store/phone"
	"zhixinwu/store/school"
	"zhixinwu/store/urgent"

	"github.com/gofiber/fiber/v2"
)

// The route table, and what a line of it is made of.

// group is a set of routes with the one requirement that all of them have.
type group struct {
	need   need
	routes []route
}

// route is one address with its handler; size and guard stand before it.
type route struct {
	method, path string
	handler      fiber.Handler
	line         menuLine // in the staff's menu; without a name there is none
}

func get(path string, h fiber.Handler) route  { return route{fiber.MethodGet, path, h, menuLine{}} }
func post(path string, h fiber.Handler) route { return route{fiber.MethodPost, path, h, menuLine{}} }

// groups is the whole route table, by audience. Nothing else adds a route, and a group without a requirement stops the
// start, so that a route without a role check cannot exist. The test of the role matrix walks this same table.
//
// Two things hang on the order. Each menu shows its lines in the order of their routes, whence two groups of the same
// roles may stand apart; and of two routes that fit one address, such as new and :id, the first answers.
func (s *Server) groups() []group {
	groups := []group{
		{anyone, []route{
			// what a stranger may: come in, ask for help, and open a secret address
			get("/", s.front),
			get("/static/:name", s.asset),
			get("/healthz", s.health),
			get("/help", s.help),
			get("/login", s.loginPage),
			post("/login", s.login),
			post("/logout", s.logout),
			get("/enroll", s.pair),
			get("/enroll/wait", s.paired),
			get("/enroll/:token", s.enrol),
			get("/feed/:token", s.feed),
			get("/setup/:token", s.setupPage),
			post("/setup/:token", s.setup),
		}},
		{aKiosk, []route{
			get("/kiosk", s.kioskHome),
			get("/kiosk/card", s.kioskCard),
			get("/kiosk/pad", s.kioskPad),
			get("/kiosk/help", s.kioskHelp),
			post("/kiosk/scan", s.scan),
			post("/kiosk/stay", s.stay),
			post("/kiosk/done", s.done),
			get("/kiosk/voice/index/:version", s.voiceIndex("/kiosk")),
			get("/kiosk/voice/:name", s.sound),
		}},
		{device(school.OfferPhone), []route{
			get("/kiosk/ticket", s.ticket),
			post("/kiosk/ticket", s.takeTicket),
			post("/kiosk/ticket/leave", s.giveUpTicket),
			post("/kiosk/ticket/back", s.takeTicketBack),
			post("/kiosk/ticket/pause", s.pauseTicket),
			get("/kiosk/ticket/together", s.together),
			post("/kiosk/ticket/together", s.joinTicket),
			post("/kiosk/ticket/answer", s.answerTalk),
			get("/kiosk/line", s.line),
			get("/kiosk/line/events", s.events(school.TopicPhone)),
			post("/kiosk/line/scan", s.scanLine),
			post("/kiosk/line/act", s.lineAct),
		}},
		{aKiosk, []route{ // what a child is told, and its call for an adult, do not depend on what the kiosk is for
			post("/kiosk/news", s.openNews),
			post("/kiosk/booking/yes", s.answerInvitation(true)),
			post("/kiosk/booking/no", s.answerInvitation(false)),
			get("/kiosk/now", s.urgent),
			post("/kiosk/now", s.askNow),
			post("/kiosk/now/safe", s.saySafe),
			post("/kiosk/now/withdraw", s.withdrawUrgent),
		}},
		{device(school.OfferBooking), []route{
			get("/kiosk/booking", s.counselors),
			get("/kiosk/booking/days", s.bookingDays),
			get("/kiosk/booking/times", s.bookingTimes),
			get("/kiosk/booking/topic", s.bookingTopic),
			post("/kiosk/booking", s.book),
			post("/kiosk/booking/topic", s.sayTopic),
			post("/kiosk/booking/change", s.changeBooking),
			post("/kiosk/booking/cancel", s.cancelBooking),
			post("/kiosk/booking/wait", s.wait),
			post("/kiosk/booking/unwait", s.stopWaiting),
		}},
		{device(school.OfferArrive), []route{post("/kiosk/here", s.knock)}},
		{device(school.OfferLetters), []route{
			get("/kiosk/letter", s.writeLetter),
			post("/kiosk/letter", s.sendLetter),
			post("/kiosk/letter/check", s.checkCode),
			get("/kiosk/reply", s.replyCode),
			post("/kiosk/reply", s.readReply),
		}},
		{device(school.OfferBoard), []route{
			// a wall has its page, its living part, and the stream that says when to ask for that
			get("/board", s.board),
			get("/board/calls", s.boardCalls),
			get("/board/events", s.events(school.TopicPhone)),
			get("/board/voice/index/:version", s.voiceIndex("/board")),
			get("/board/voice/:name", s.sound),
		}},
		{device(school.OfferDoor), []route{
			get("/board/door", s.doorBoard),
			get("/board/door/now", s.doorRooms),
			get("/board/door/events", s.events(school.TopicBooking)),
		}},
		{device(school.OfferDuty), []route{
			get("/board/duty", s.dutyBoard),
			get("/board/duty/now", s.dutyAlarms),
			get("/board/duty/events", s.events(school.TopicUrgent)),
			post("/board/duty/accept", s.moveDuty((*urgent.Room).AcceptOnDuty)),
			post("/board/duty/met", s.moveDuty((*urgent.Room).EndOnDuty)),
			post("/board/duty/back", s.moveDuty((*urgent.Room).ReturnOnDuty)),
		}},
		{aMember, []route{
			// open to a session that is covered or has a first password; nothing else is
			get("/password", s.passwordPage),
			post("/password", s.changePassword),
			post("/password/pin", s.setPIN),
		}},
		{aMember.covered(), []route{ // whoever stands before a cover can open it or leave, and nothing else
			post("/lock", s.lock),
			get("/unlock", s.unlockPage),
			post("/unlock", s.unlock),
		}},
		{staff(school.Roles...), []route{
			get("/me", s.me),
			get("/alarm", s.alarms),
			get("/alarm/events", s.events(school.TopicUrgent)),
			post("/alarm/accept", s.moveAlarm((*urgent.Room).Accept)),
			post("/alarm/met", s.moveAlarm((*urgent.Room).End)),
			post("/alarm/back", s.moveAlarm((*urgent.Room).Return)),
		}},
		{staff(school.RoleCounselor), []route{
			get("/counselor", s.today).menu("今天", "heart").live(),
			get("/counselor/events", s.events(school.TopicBooking, school.TopicLetter, school.TopicUrgent)),
			get("/counselor/slip", s.slip),
			post("/counselor/walkin", s.walkIn),
			post("/counselor/off", s.callOff),
			post("/counselor/followup", s.followUp),
			post("/counselor/arrived", s.moveBooking(heart.Arrived)),
			post("/counselor/start", s.moveBooking(heart.Started)),
			post("/counselor/finish", s.moveBooking(heart.Seen)),
			post("/counselor/missed", s.moveBooking(heart.NoShow)),
			get("/counselor/week", s.week).menu("一周", "heart"),
			get("/counselor/day", s.dayPage),
			get("/counselor/month", s.month),
			get("/counselor/times", s.times),
			post("/counselor/move", s.reschedule),
			post("/counselor/invite", s.invite),
			get("/counselor/find", s.find).menu("找孩子", "heart"),
			post("/counselor/find", s.found),
			// notes also take being named on the child, which the store asks
			get("/counselor/notes", s.notebooks).menu("谈话记录", "heart"),
			post("/counselor/notes/unlock", s.unlockNotes),
			post("/counselor/notes/lock", s.lockNotes),
			get("/counselor/notes/:id", s.notebook),
			post("/counselor/notes/:id/begin", s.beginNote),
			post("/counselor/notes/:id/draft", s.saveDraft),
			post("/counselor/notes/:id/keep", s.keepNote),
			post("/counselor/notes/:id/reader", s.nameReader),
			get("/counselor/referrals", s.referrals).menu("转来的孩子", "heart"),
			post("/counselor/referrals/close", s.closeReferral),
			get("/counselor/greetings", s.greetings).menu("好久没见", "heart"),
			get("/counselor/plan", s.plan).menu("开门时间", "heart"),
			post("/counselor/plan", s.setPlan),
			post("/counselor/plan/away", s.addException),
			post("/counselor/plan/back", s.removeException),
			post("/counselor/plan/feed", s.offerFeed),
			post("/counselor/plan/unfeed", s.endFeed),
			get("/counselor/guide", s.guide).menu("危机步骤", "heart"),
			get("/counselor/letters", s.letters).menu("信箱", "mail").counts(s.unread),
			get("/counselor/letters/:id", s.letter),
			post("/counselor/letters/:id", s.answerLetter),
			post("/counselor/mailbox/keep", s.keepMailbox),
			post("/counselor/mailbox/unlock", s.unlockMailbox),
			post("/counselor/mailbox/lock", s.lockMailbox),
			post("/counselor/mailbox/admit", s.admitKeeper),
		}},
		{staff(school.RoleKeeper), []route{
			get("/phone", s.phone).menu("亲情室", "phone").live(),
			get("/phone/queue", s.phoneQueue),
			get("/phone/events", s.events(school.TopicPhone, school.TopicUrgent)),
			post("/phone/call", s.callNext),
			post("/phone/again", s.callAgain),
			post("/phone/start", s.moveTicket(phone.Talking)),
			post("/phone/missed", s.moveTicket(phone.Missed)),
			post("/phone/return", s.moveTicket(phone.Waiting)),
			post("/phone/leave", s.moveTicket(phone.Left)),
			post("/phone/end", s.endTalk),
			post("/phone/pause", s.moveTicket(phone.Paused)),
			post("/phone/care", s.care),
			post("/phone/handover", s.handOver),
			post("/phone/more", s.moreTime),
			post("/phone/whom", s.chooseWhom),
			post("/phone/resume", s.resumeTalk),
			get("/phone/callin", s.callInPage).menu("家长来电", "phone"),
			post("/phone/callin", s.callIn),
		}},
		{staff(school.RoleKeeper, school.RoleAdmin), []route{
			get("/phone/lines", s.lines).menu("电话和通知", "phone"),
			post("/phone/lines", s.addLine),
			post("/phone/lines/set", s.setLine),
			post("/phone/self", s.setSelfService),
			post("/phone/announce", s.announce),
			post("/phone/hours", s.setCallIn),
		}},
		{staff(school.RoleDorm), []route{
			get("/dorm", s.dorm).menu("今天的签到", "dorm").live(),
			get("/dorm/events", s.events(school.TopicSignin, school.TopicUrgent)),
		}},
		{staff(school.RoleTeacher), []route{
			// the classes of the account are the store's to ask
			get("/class", s.class).menu("我的孩子", "plain"),
			get("/class/export", s.export),
			get("/class/tasks", s.tasks).menu("要办的事", "plain"),
			post("/class/tasks/done", s.closeTask),
		}},
		{staff(school.RoleKeeper, school.RoleOffice, school.RoleHead, school.RoleTeacher), []route{
			get("/phone/contacts", s.contacts).menu("和家里联系", "phone"),
			get("/phone/contacts/month", s.contactMonth),
			post("/phone/contacts", s.markContacts),
		}},
		{staff(school.RoleKeeper, school.RoleOffice, school.RoleHead), []route{
			get("/phone/numbers", s.usage).menu("电话用量", "phone"),
		}},
		{staff(school.RoleGate), []route{get("/gate", s.gate).menu("门卫", "plain")}},
		{staff(school.RoleOffice, school.RoleHead), []route{
			get("/office", s.office).menu("学生", "plain"),
			get("/office/children", s.children).menu("找孩子", "plain"),
			get("/office/children/export", s.export),
		}},
		{staff(school.RoleOffice).withFile(), []route{
			post("/office/children/:id/photo", s.setPhoto),
			post("/office/import", s.readList),
		}},
		{staff(school.RoleOffice), []route{
			get("/office/children/new", s.newChildPage),
			post("/office/children/new", s.newChild),
			post("/office/children/:id/depart", s.departChild),
			post("/office/children/:id/return", s.returnChild),
			post("/office/children/:id/erase", s.eraseFile),
			post("/office/children/:id/identity", s.identity),
			get("/office/import", s.importPage).menu("导入名单", "plain"),
			get("/office/import/template.xlsx", s.template),
			post("/office/import/plan", s.planImport),
			post("/office/import/commit", s.commitImport),
			post("/office/import/undo", s.undoImport),
		}},
		{staff(school.RoleOffice, school.RoleHead, school.RoleTeacher), []route{
			get("/office/verification", s.verification).menu("核对联系卡", "plain"),
		}},
		{staff(school.RoleOffice), []route{
			get("/office/cards", s.cards).menu("印卡", "plain"),
			post("/office/cards/replace", s.replaceCard),
			get("/office/rollover", s.rollover).menu("升级和毕业", "plain"),
			post("/office/rollover", s.rollOver),
			post("/office/rollover/undo", s.undoRollover),
		}},
		{staff(school.RoleOffice, school.RoleHead, school.RoleTeacher), []route{
			// last, because :id fits new as well
			get("/office/children/:id", s.file),
			post("/office/children/:id", s.editFile),
			get("/office/children/:id/photo", s.photo),
		}},
		{staff(school.RoleOffice, school.RoleTeacher), []route{post("/office/children/:id/confirm", s.confirmFile)}},
		{staff(school.RoleTeacher, school.RoleDorm, school.RoleHead, school.RoleOffice), []route{
			get("/refer", s.refer).menu("请知心屋看看", "heart"),
			post("/refer", s.addReferral),
		}},
		{staff(school.RoleOffice, school.RoleHead), []route{
			get("/away", s.away).menu("知心屋老师不在", "heart"),
			post("/away", s.excuse),
			post("/away/back", s.unexcuse),
		}},
		{staff(school.RoleCounselor, school.RoleHead, school.RoleOffice), []route{
			get("/figures", s.figures).menu("知心屋数字", "heart"),
		}},
		{staff(school.RoleCounselor, school.RoleHead, school.RoleAdmin), []route{
			get("/duty", s.duty).menu("值班表", "heart"),
			post("/duty", s.setDuty),
		}},
		{staff(school.RoleAdmin), []route{
			get("/admin", s.devices).menu("设备", "plain"),
			post("/admin/devices", s.addDevice),
			post("/admin/devices/link", s.linkDevice),
			post("/admin/devices/pair", s.pairDevice),
			post("/admin/devices/remove", s.removeDevice),
			get("/admin/devices/:id", s.editDevicePage),
			post("/admin/devices/:id", s.editDevice),
			get("/admin/staff", s.accounts).menu("人员", "plain"),
			post("/admin/staff", s.addAccount),
			post("/admin/staff/list", s.addAccounts),
			post("/admin/staff/end", s.endAccount),
			post("/admin/staff/reset", s.resetAccount),
			get("/admin/staff/:id", s.editAccountPage),
			post("/admin/staff/:id", s.editAccount),
			get("/admin/jobs", s.jobs).menu("自动做的事", "plain").counts(s.failing),
			get("/admin/settings", s.settings).menu("设置", "plain"),
			post("/admin/settings", s.saveSettings),
			post("/admin/buildings", s.addBuilding),
			post("/admin/buildings/rename", s.renameBuilding),
			get("/admin/clock", s.clock),
			post("/admin/clock", s.trustClock),
		}},
		{staff(school.RoleAdmin, school.RoleOffice), []route{
			get("/admin/voice", s.voices).menu("录音", "plain"),
			get("/admin/voice/sound/:name", s.sound),
			post("/admin/voice/delete", s.deleteVoice),
		}},
		{staff(school.RoleAdmin, school.RoleOffice).withFile(), []route{post("/admin/voice/files", s.keepVoices)}},
		{staff(school.RoleAdmin, school.RoleHead), []route{
			get("/admin/audit", s.audit).menu("谁看过什么", "plain"),
			post("/admin/audit", s.audit),
		}},
		{staff(school.RoleHead), []route{post("/admin/audit/code", s.auditCode)}},
	}
	if s.demo != nil {
		groups = append(groups, group{anyone, []route{
			get("/demo", s.demoPage),
			get("/demo.json", s.demoJSON),
		}})
	}
	return groups
}
