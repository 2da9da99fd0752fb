package sample

import (
	"math/rand/v2"
	"strings"
)

// exception is a Java stack trace: the application's frames first, then
// libraries', then at most one cause.
type exception struct {
	head    phrase
	app     string // frames of the suite, one a line
	library string // frames of libraries, one a line
	cause   phrase // "Caused by", or nil
	under   string // frames of the cause
	common  string // "... 36 more"
}

func frames(text string) string {
	var b strings.Builder
	for _, f := range strings.Fields(text) {
		b.WriteString("\tat " + f + "\n")
	}
	return b.String()
}

func (x *exception) append(b []byte, rng *rand.Rand) []byte {
	b = x.head.append(b, rng, nil)
	b = append(b, '\n')
	b = append(append(b, x.app...), x.library...)
	if x.cause != nil {
		b = append(b, "Caused by: "...)
		b = x.cause.append(b, rng, nil)
		b = append(b, '\n')
		b = append(append(b, x.under...), x.common...)
	}
	return b
}

var (
	poolExhausted = &exception{
		head: compile("java.sql.SQLTransientConnectionException: crm-main - Connection is not available, request timed out after {5000..5009}ms (total=60, active=60, idle=0, waiting={200..330})"),
		app: frames(`suite.dialer.LinePlanner.reserve(LinePlanner.java:214)
			suite.dialer.CampaignRunner.next(CampaignRunner.java:88)
			suite.core.Scheduler.tick(Scheduler.java:141)`),
		library: frames(poolFrames + executorFrames),
		cause:   compile("java.util.concurrent.TimeoutException: no connection returned within 5000 ms"),
		under:   frames(`com.zaxxer.hikari.util.ConcurrentBag.borrow(ConcurrentBag.java:151)`),
		common:  "\t... 36 more\n",
	}
	contactNull = &exception{
		head: compile("java.lang.NullPointerException: Cannot invoke \"suite.crm.Contact.phone()\" because \"contact\" is null"),
		app: frames(`suite.desktop.ContactCard.render(ContactCard.java:57)
			suite.desktop.DesktopController.show(DesktopController.java:203)`),
		library: frames(webFrames),
	}
	formRefused = &exception{
		head: compile("suite.forms.RuleViolation: field '{due_date|amount|customer_no|postcode}' of form '{Complaint|Return|Call-back|Site visit}' is required by rule {11..64}"),
		app: frames(`suite.forms.RuleEngine.check(RuleEngine.java:166)
			suite.forms.FormService.submit(FormService.java:92)
			suite.forms.FormController.post(FormController.java:48)`),
		library: frames(webFrames),
	}
	staleObject = &exception{
		head: compile("suite.store.StaleObjectException: object {4100..98000} was changed by another user (revision {2..40})"),
		app: frames(`suite.store.ObjectStore.save(ObjectStore.java:311)
			suite.forms.FormService.submit(FormService.java:104)`),
		library: frames(webFrames),
		cause:   compile("java.sql.SQLException: update touched 0 rows, expected 1"),
		under:   frames(`suite.store.RowWriter.update(RowWriter.java:77)`),
		common:  "\t... 21 more\n",
	}
	crmTimeout = &exception{
		head: compile("suite.crm.CrmException: no answer within 10 s"),
		app: frames(`suite.crm.RestLink.call(RestLink.java:133)
			suite.crm.ContactSync.push(ContactSync.java:71)
			suite.crm.SyncWorker.run(SyncWorker.java:39)`),
		library: frames(executorFrames),
		cause:   compile("java.net.http.HttpTimeoutException: request timed out"),
		under: frames(`java.net.http/jdk.internal.net.http.HttpClientImpl.send(HttpClientImpl.java:950)
			java.net.http/jdk.internal.net.http.HttpClientFacade.send(HttpClientFacade.java:133)`),
		common: "\t... 5 more\n",
	}
	crmMapping = &exception{
		head: compile("suite.crm.MappingException: the other side has no field '{call_reason|talk_s|wrap_up_code}'"),
		app: frames(`suite.crm.Mapping.write(Mapping.java:88)
			suite.crm.TicketWriter.write(TicketWriter.java:45)`),
		library: frames(executorFrames),
	}
	deadlock = &exception{
		head: compile("org.postgresql.util.PSQLException: ERROR: deadlock detected\n  Detail: Process {2100..2900} waits for ShareLock on transaction {881000..889999}; blocked by process {2100..2900}."),
		app: frames(`suite.store.RowWriter.update(RowWriter.java:77)
			suite.queue.AgentState.save(AgentState.java:120)`),
		library: frames(`org.postgresql.core.v3.QueryExecutorImpl.receiveErrorResponse(QueryExecutorImpl.java:2733)
			org.postgresql.core.v3.QueryExecutorImpl.processResults(QueryExecutorImpl.java:2420)
			org.postgresql.core.v3.QueryExecutorImpl.execute(QueryExecutorImpl.java:372)
			org.postgresql.jdbc.PgStatement.execute(PgStatement.java:517)
			org.postgresql.jdbc.PgPreparedStatement.executeUpdate(PgPreparedStatement.java:157)
			` + executorFrames),
	}
)

const poolFrames = `com.zaxxer.hikari.pool.HikariPool.createTimeoutException(HikariPool.java:686)
	com.zaxxer.hikari.pool.HikariPool.getConnection(HikariPool.java:179)
	com.zaxxer.hikari.pool.HikariPool.getConnection(HikariPool.java:144)
	com.zaxxer.hikari.HikariDataSource.getConnection(HikariDataSource.java:99)
	org.springframework.jdbc.datasource.DataSourceUtils.fetchConnection(DataSourceUtils.java:160)
	org.springframework.jdbc.datasource.DataSourceUtils.doGetConnection(DataSourceUtils.java:118)
	org.springframework.jdbc.datasource.DataSourceUtils.getConnection(DataSourceUtils.java:81)
	org.springframework.jdbc.core.JdbcTemplate.execute(JdbcTemplate.java:645)
	org.springframework.jdbc.core.JdbcTemplate.query(JdbcTemplate.java:716)
	`

const executorFrames = `java.base/java.util.concurrent.Executors$RunnableAdapter.call(Executors.java:572)
	java.base/java.util.concurrent.FutureTask.run(FutureTask.java:317)
	java.base/java.util.concurrent.ThreadPoolExecutor.runWorker(ThreadPoolExecutor.java:1144)
	java.base/java.util.concurrent.ThreadPoolExecutor$Worker.run(ThreadPoolExecutor.java:642)
	java.base/java.lang.Thread.run(Thread.java:1583)
	`

const webFrames = `org.springframework.web.method.support.InvocableHandlerMethod.doInvoke(InvocableHandlerMethod.java:255)
	org.springframework.web.servlet.DispatcherServlet.doDispatch(DispatcherServlet.java:1089)
	org.springframework.web.servlet.FrameworkServlet.processRequest(FrameworkServlet.java:1014)
	jakarta.servlet.http.HttpServlet.service(HttpServlet.java:658)
	org.apache.catalina.core.ApplicationFilterChain.doFilter(ApplicationFilterChain.java:138)
	org.apache.catalina.core.StandardWrapperValve.invoke(StandardWrapperValve.java:167)
	org.apache.coyote.http11.Http11Processor.service(Http11Processor.java:391)
	org.apache.tomcat.util.net.NioEndpoint$SocketProcessor.doRun(NioEndpoint.java:1741)
	java.base/java.lang.Thread.run(Thread.java:1583)
	`
