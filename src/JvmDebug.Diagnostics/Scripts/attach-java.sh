# The attach protocol once more, for an image with a JDK alone whose jcmd is of no use. java runs a program from its source
# since JDK 11, and has Unix sockets since 16. It takes a compiler's memory and a second, so it comes last.

# Since 17.0.21 jcmd refuses a link where it looks for the socket ("expected to be a socket"), and until 20 it looks in its
# own /tmp alone. Those of 21 and later know the way.
refuses_links() { # JCMD
  JDK=$(readlink -f "$(command -v "$1")")
  JDK=${JDK%/bin/jcmd}
  update=$(sed -n 's/^JAVA_VERSION="17\.0\.\([0-9]*\).*/\1/p' "$JDK/release" 2> /dev/null)
  [ "${update:-0}" -ge 21 ]
}

attach_with_java() { # ARGS...
  source=$(mktemp -d 2> /dev/null) || { echo "a temporary directory cannot be made in the debug image"; return 1; }
  cat > "$source/Attach.java" << 'END'
import java.io.EOFException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

class Attach {
    public static void main(String[] args) throws Exception {
        var command = String.join(" ", Arrays.asList(args).subList(1, args.length));
        try (var jvm = SocketChannel.open(UnixDomainSocketAddress.of(args[0]))) {
            jvm.write(ByteBuffer.wrap(("1\0jcmd\0" + command + "\0\0\0").getBytes(StandardCharsets.UTF_8)));
            var answer = Channels.newInputStream(jvm);
            var code = new StringBuilder();
            for (int next; (next = answer.read()) != '\n'; code.append((char) next)) {
                if (next < 0) throw new EOFException("the JVM closed the connection without an answer");
            }
            answer.transferTo(System.out);
            System.out.flush();
            System.exit(code.toString().equals("0") ? 0 : 1);
        }
    }
}
END
  # shellcheck disable=SC2086 # BOUND is a command and its argument, or nothing
  gently $BOUND "$JDK/bin/java" -Xmx16m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData "$source/Attach.java" "$(socket_of)" "$@"
  answered=$?
  rm -rf "$source"
  return "$answered"
}
