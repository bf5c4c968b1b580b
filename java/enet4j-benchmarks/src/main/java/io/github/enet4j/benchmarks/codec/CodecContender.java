package io.github.enet4j.benchmarks.codec;

import java.util.function.Supplier;

/** Who writes and reads arguments. */
public enum CodecContender {
    /** Values as objects. */
    VARIANTS("enet4j Variants", VariantsCodec::new),
    /** Value by value. */
    WRITER("enet4j VariantWriter", VariantWriterCodec::new),
    /** Registered classes. */
    KRYO("Kryo 5", KryoCodec::new),
    /** What generated code does, by hand. */
    PROTOBUF("protobuf", ProtobufCodec::new);

    private final String title;
    private final Supplier<Codec> maker;

    CodecContender(String title, Supplier<Codec> maker) {
        this.title = title;
        this.maker = maker;
    }

    /**
     * How the report names it.
     *
     * @return the title
     */
    public String title() {
        return title;
    }

    /**
     * Makes one to measure.
     *
     * @return a new one
     */
    public Codec codec() {
        return maker.get();
    }
}
