package io.github.enet4j;

/** What the operating system calls its errors. */
final class SystemError {
    private SystemError() {
    }

    /** The system's words for the error with that number; 0 stands for a lack of memory. */
    static String text(int error) {
        return error == 0 ? "Out of memory" : Native.errorText(error);
    }

    /** The words and the number. */
    static String describe(int error) {
        return error == 0 ? text(error) : text(error) + " (" + error + ")";
    }
}
