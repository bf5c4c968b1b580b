import java.security.Provider;
import java.security.SecureRandomSpi;
import java.util.Random;

/**
 * Random numbers for tests under Wine 8, which lacks a function that Java asks for network adapters with when it seeds
 * its own. Not fit for anything else. To be named as security.provider.1, before SUN.
 */
public final class PlainRandom extends Provider {
    private static final long serialVersionUID = 1;

    public PlainRandom() {
        super("PlainRandom", "1", "for tests under Wine");
        put("SecureRandom.Plain", Spi.class.getName());
    }

    public static final class Spi extends SecureRandomSpi {
        private static final long serialVersionUID = 1;

        private final Random random = new Random();

        @Override
        protected void engineSetSeed(byte[] seed) {
            // It has its own.
        }

        @Override
        protected void engineNextBytes(byte[] bytes) {
            random.nextBytes(bytes);
        }

        @Override
        protected byte[] engineGenerateSeed(int length) {
            byte[] seed = new byte[length];
            random.nextBytes(seed);
            return seed;
        }
    }
}
