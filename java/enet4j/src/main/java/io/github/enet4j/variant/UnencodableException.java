package io.github.enet4j.variant;

/** Thrown for what is no value, saying where in the whole it stands. */
final class UnencodableException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String reason;
    private final StringBuilder place = new StringBuilder();

    UnencodableException(String reason) {
        super(reason);
        this.reason = reason;
    }

    static UnencodableException ofClass(Object object) {
        return new UnencodableException(object.getClass().getName() + " is not a value that Godot has");
    }

    /** For the containers around it, from the inside out: what leads from them to it. */
    UnencodableException within(String step) {
        place.insert(0, step);
        return this;
    }

    @Override
    public String getMessage() {
        return place.length() == 0 ? reason : reason + ", at " + place;
    }
}
