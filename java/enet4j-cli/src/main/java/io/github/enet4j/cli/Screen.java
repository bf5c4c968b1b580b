package io.github.enet4j.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.NonBlockingReader;

/**
 * The terminal that a command shows itself on: a few lines that are painted over again and again, and single keys.
 * Where there is none, {@link #open()} says so, and commands write plain lines.
 */
public final class Screen implements AutoCloseable {
    private static final String CLEAR_BELOW = "\033[0J";
    private static final String CLEAR_LINE_END = "\033[K";
    private static final String HIDE_CURSOR = "\033[?25l";
    private static final String SHOW_CURSOR = "\033[?25h";
    private static final int USUAL_WIDTH = 100;

    private final Terminal terminal;
    private final Attributes before;
    private int height;

    private Screen(Terminal terminal) {
        this.terminal = terminal;
        before = terminal.enterRawMode();
        Attributes raw = terminal.getAttributes();
        raw.setLocalFlag(Attributes.LocalFlag.ISIG, true); // Ctrl-C is still an interrupt
        terminal.setAttributes(raw);
        terminal.writer().print(HIDE_CURSOR);
    }

    /** The terminal; null if standard input or output is none. */
    public static Screen open() {
        if (System.console() == null) {
            return null;
        }
        try {
            Terminal terminal = TerminalBuilder.builder().system(true).dumb(false).build();
            if (terminal.getType().startsWith(Terminal.TYPE_DUMB)) {
                terminal.close();
                return null;
            }
            return new Screen(terminal);
        } catch (IOException | IllegalStateException e) {
            return null;
        }
    }

    /** How wide lines may be. */
    public int width() {
        int width = terminal.getWidth();
        return width > 0 ? width : USUAL_WIDTH;
    }

    /** Paints these lines over those of the last call. */
    public void paint(List<String> lines) {
        StringBuilder text = new StringBuilder();
        text.append(home());
        int width = width();
        for (String line : lines) {
            text.append(line.length() < width ? line : line.substring(0, width - 1));
            text.append(CLEAR_LINE_END).append("\r\n");
        }
        text.append(CLEAR_BELOW);
        height = lines.size();
        terminal.writer().print(text);
        terminal.writer().flush();
    }

    /** Writes a line that stays, above what is painted. */
    public void print(String line) {
        terminal.writer().print(home() + line + CLEAR_LINE_END + "\r\n" + CLEAR_BELOW);
        terminal.writer().flush();
        height = 0;
    }

    private String home() {
        return "\r" + (height > 0 ? "\033[" + height + "A" : "");
    }

    /** The next key, -1 if there was none in that time (ms), -2 if there will be none any more. */
    public int key(int milliseconds) {
        try {
            int key = terminal.reader().read(Math.max(1, milliseconds));
            return key == NonBlockingReader.READ_EXPIRED ? -1 : key == NonBlockingReader.EOF ? -2 : key;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        terminal.writer().print(SHOW_CURSOR);
        terminal.writer().flush();
        terminal.setAttributes(before);
        try {
            terminal.close();
        } catch (IOException e) {
            // It was only shown on.
        }
    }
}
