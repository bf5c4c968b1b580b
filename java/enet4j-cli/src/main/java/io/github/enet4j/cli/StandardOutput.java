package io.github.enet4j.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;

/** Standard output, whose reader may go away, as {@code head} does: then nobody wants more, and the command ends. */
public final class StandardOutput extends OutputStream {
    /** What a shell shows of programs that such a pipe has ended: 128 and the number of SIGPIPE. */
    private static final int CLOSED = 141;

    private final OutputStream out = new FileOutputStream(FileDescriptor.out);
    private boolean gone;

    /** The same for text. */
    static PrintWriter writer() {
        String encoding = System.getProperty("stdout.encoding", System.getProperty("native.encoding", "UTF-8"));
        return new PrintWriter(new OutputStreamWriter(new StandardOutput(), Charset.forName(encoding)), true);
    }

    @Override
    public void write(int one) {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        if (gone) {
            return;
        }
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            gone = true;
            boolean pipe = String.valueOf(e.getMessage()).contains("ipe");
            if (!pipe) {
                System.err.println("enet4j: standard output: " + e.getMessage());
            }
            /* In a thread of its own, since the commands take part in the end, and this is one's. */
            new Thread(() -> System.exit(pipe ? CLOSED : Main.FAILED), "output closed").start();
        }
    }
}
