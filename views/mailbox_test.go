package views

func mailboxFixtures() []Page { return []Page{Mailbox{}} }
