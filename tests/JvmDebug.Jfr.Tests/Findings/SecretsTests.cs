using JvmDebug.Jfr.Findings;
using Xunit;

namespace JvmDebug.Jfr.Tests.Findings;

public class SecretsTests
{
    [Theory]
    [InlineData("-Ddb.password=hunter2 -Xmx1g", "-Ddb.password=... -Xmx1g", "-Ddb.password")]
    [InlineData("-Ddb.password=my very hunter2 -Xmx1g", "-Ddb.password=... -Xmx1g", "-Ddb.password")]
    [InlineData("-Dspring.datasource.url=jdbc:pg://app:hunter2@db/x?password=s3cr3t", "-Dspring.datasource.url=jdbc:pg://app:...@db/x?password=...", "-Dspring.datasource.url")]
    [InlineData("-Durl=jdbc:sqlserver://db:1433;user=sa;password=hunter2;encrypt=true", "-Durl=jdbc:sqlserver://db:1433;user=sa;password=...;encrypt=true", "-Durl")]
    [InlineData("-Durl=jdbc:oracle:thin:scott/hunter2@//db:1521/x", "-Durl=jdbc:oracle:thin:scott/...@//db:1521/x", "-Durl")]
    [InlineData("-Durl=redis://:hunter2@cache:6379/0 -Xmx1g", "-Durl=redis://:...@cache:6379/0 -Xmx1g", "-Durl")]
    [InlineData("-Dproxy=app:hunter2@proxy:3128", "-Dproxy=app:...@proxy:3128", "-Dproxy")]
    [InlineData("-Durl=x?password=my hunter2 -Xmx1g", "-Durl=x?password=... -Xmx1g", "-Durl")]
    [InlineData("-Dtoken=hunter2 -Dpwd=hunter2 -DaccessToken=hunter2", "-Dtoken=... -Dpwd=... -DaccessToken=...", "-Dtoken -Dpwd -DaccessToken")]
    [InlineData("-DdbPwd=hunter2 -Ddb.pass=hunter2 -DmailPass=hunter2", "-DdbPwd=... -Ddb.pass=... -DmailPass=...", "-DdbPwd -Ddb.pass -DmailPass")]
    [InlineData("-Dspring.application.json={\"db.password\":\"hunter2,x\",\"size\":3}", "-Dspring.application.json={\"db.password\":\"...\",\"size\":3}", "-Dspring.application.json")]
    [InlineData("-javaagent:/agent.jar=host=collector,token=hunter2,debug=true", "-javaagent:/agent.jar=host=collector,token=...,debug=true", "-javaagent:/agent.jar")]
    [InlineData("demo.Main --user app --password hunter2 --port 80", "demo.Main --user app --password ... --port 80", "--password")]
    [InlineData("demo.Main --token my hunter2", "demo.Main --token ...", "--token")]
    [InlineData("demo.Main --db.password=hunter2 --port 80", "demo.Main --db.password=... --port 80", "--db.password")]
    [InlineData("demo.Main password=hunter2 --port 80", "demo.Main password=... --port 80", "password")]
    [InlineData("-H Authorization: Bearer abcdef -v", "-H Authorization: ... -v", "Authorization")]
    [InlineData("-H Authorization:Bearer abcdef -v", "-H Authorization:... -v", "Authorization:...")]
    [InlineData("demo.Main postgres://app:hunter2@db/x token:hunter2", "demo.Main postgres://app:...@db/x token:...", "postgres://app:...@db/x token:...")]
    [InlineData("--header=Authorization:Basic dXNlcjpw --port 80", "--header=Authorization:... --port 80", "--header")]
    [InlineData("--header=Proxy-Authorization: Basic dXNlcjpw", "--header=Proxy-Authorization: ...", "--header")]
    [InlineData("-Dauth=Bearer abcdef -Xmx1g", "-Dauth=Bearer ... -Xmx1g", "-Dauth")]
    [InlineData("demo.Main bearer abcdef", "demo.Main bearer ...", "bearer")]
    [InlineData("demo.Main --pw=xx --port 80", "demo.Main --pw=... --port 80", "--pw")]
    [InlineData("demo.Main --pw xx --port 80", "demo.Main --pw ... --port 80", "--pw")]
    [InlineData("-Dpw=xx -DdbPw=xx -Djwt=xx -Dauthorization=xx", "-Dpw=... -DdbPw=... -Djwt=... -Dauthorization=...", "-Dpw -DdbPw -Djwt -Dauthorization")]
    [InlineData("-DSAS=https://shop.blob.core.windows.net/c?sv=2024&sig=a%2Fb%3D&se=2027", "-DSAS=https://shop.blob.core.windows.net/c?sv=2024&sig=...&se=2027", "-DSAS")]
    [InlineData("demo.Main ghp_abcdefghijklmnopqrstuvwxyz0123456789", "demo.Main ...", "...")]
    [InlineData("-Dkey=AKIAIOSFODNN7EXAMPLE -Xmx1g", "-Dkey=... -Xmx1g", "-Dkey")]
    [InlineData("-Dx=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", "-Dx=...", "-Dx")]
    [InlineData("-Dhook=https://chat/xoxb-123456789012-abcdefghijkl", "-Dhook=https://chat/...", "-Dhook")]
    [InlineData("-Dx=glpat-abcdefghijklmnopqrst", "-Dx=...", "-Dx")]
    [InlineData("-Dkey=-----BEGIN RSA PRIVATE KEY----- MIIE abc -----END RSA PRIVATE KEY----- -Xmx1g", "-Dkey=... -Xmx1g", "-Dkey")]
    [InlineData("-Dkey=-----BEGIN PRIVATE KEY-----\nMIIE\nabc -Xmx1g", "-Dkey=...", "-Dkey")]
    public void What_is_secret_is_masked_and_named(string arguments, string shown, string names)
    {
        Assert.Equal(shown, Secrets.WithoutSecrets(arguments));
        Assert.Equal(names.Split(' '), Secrets.Of(arguments));
    }

    [Theory]
    [InlineData("-Xmx1g -XX:+UseG1GC -Dfile.encoding=UTF-8 demo.Main serve --port 80")]
    [InlineData("-Ddb.password.file=/etc/p -Dtoken.url=http://idp:8080/token?x=1 --password-file /etc/p")]
    [InlineData("-javaagent:/opt/agent.jar=port=9404 -Xlog:gc*:file=/tmp/gc.log:time,uptime")]
    [InlineData("-Dfrom=shop@example.com -Dbrokers=a:9092,b:9092 -Dtokenizer=standard -Dbypass=true -Dcompass=north")]
    [InlineData("--password --port 80")]
    [InlineData("-Ddb.password=")]
    [InlineData("-Dimage=ghcr.io/acme/app:1.2.3@sha256:deadbeef")]
    [InlineData("-Dauthorization.enabled=true --authorization-mode=RBAC -Dauthorization.type=basic --auth basic")]
    [InlineData("-Dsigma=3 -Dsignal=term -Dpwm=1 -Djwt.issuer.url=http://idp -Dbearer.type=x")]
    [InlineData("demo.Main --unit AKIA --user eyJ --name ghp_x xox- keyJohn -Dv=eyJhbGciOiJIUzI1NiJ9")]
    [InlineData("-Dca=-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----")]
    [InlineData("-Xlog:gc*: -Dfoo: bar -Dgreeting=hello...")]
    [InlineData("demo.Main bearer --port 80")]
    public void What_is_not_stays_as_it_is(string arguments)
    {
        Assert.Equal(arguments, Secrets.WithoutSecrets(arguments));
        Assert.Empty(Secrets.Of(arguments));
    }

    [Theory]
    [InlineData("-Xmx1g  -Da=b", false)]
    [InlineData(" hi", false)]
    [InlineData("ghcr.io/acme/app:1.2.3@sha256:deadbeef", false)]
    [InlineData("postgres://app:hunter2@db/x", true)]
    [InlineData("--user app  --password hunter2", true)]
    public void A_value_is_looked_at_whatever_its_name_and_its_blanks(string value, bool expected) => Assert.Equal(expected, Secrets.IsIn(value));

    [Theory]
    [InlineData("=:\"x")]
    [InlineData("xxxx")]
    [InlineData("jdbc:oracle:thin:")]
    [InlineData("-----BEGIN A-----")]
    [InlineData("eyJaaaaaaaaaaaa.")]
    [InlineData("Bearer token: ")]
    public void Masking_takes_no_longer_for_a_hostile_command_line(string repeated)
    {
        var hostile = string.Concat(Enumerable.Repeat(repeated, 50_000));

        var watch = System.Diagnostics.Stopwatch.StartNew();
        Secrets.WithoutSecrets(hostile);

        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 10);
    }
}
