package io.github.enet4j.multiplayer;

import io.github.enet4j.multiplayer.project.ScriptText;
import io.github.enet4j.variant.VariantType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares an interface with the script that it stands for. */
final class ScriptAgreement {
    /** Types that Godot converts into each other when a call arrives. */
    private static final List<Set<VariantType>> CONVERTED = List.of(
            EnumSet.of(VariantType.BOOL, VariantType.INT, VariantType.FLOAT),
            EnumSet.of(VariantType.STRING, VariantType.STRING_NAME, VariantType.NODE_PATH),
            EnumSet.of(VariantType.VECTOR2, VariantType.VECTOR2I),
            EnumSet.of(VariantType.VECTOR3, VariantType.VECTOR3I),
            EnumSet.of(VariantType.VECTOR4, VariantType.VECTOR4I), EnumSet.of(VariantType.RECT2, VariantType.RECT2I));

    private ScriptAgreement() {
    }

    /**
     * Checks that every method of the interface is what the script has.
     *
     * @throws GodotProjectException with a line for each that is not
     */
    static void check(String script, Map<String, ScriptText.Method> methods, RpcInterface declared) {
        List<String> lines = new ArrayList<>();
        for (RpcInterface.RpcMethod ours : declared.methods()) {
            ScriptText.Method theirs = methods.get(ours.name());
            if (theirs == null) {
                lines.add(ours.name() + " is in " + ours + " only; the script has " + methods.keySet());
            } else {
                compare(ours, theirs, lines);
            }
        }
        if (!lines.isEmpty()) {
            throw new GodotProjectException(script + " and the interface disagree:\n  " + String.join("\n  ", lines));
        }
    }

    private static void compare(RpcInterface.RpcMethod ours, ScriptText.Method theirs, List<String> lines) {
        String place = theirs.name() + " (" + theirs.file() + ":" + theirs.line() + ", " + ours + "): ";
        Rpc rpc = ours.rpc();
        if (rpc.mode() != theirs.mode()) {
            lines.add(place + theirs.mode() + " in the script, " + rpc.mode() + " in the interface");
        }
        if (rpc.transferMode() != theirs.transferMode()) {
            lines.add(place + theirs.transferMode() + " in the script, " + rpc.transferMode() + " in the interface");
        }
        if (rpc.channel() != theirs.channel()) {
            lines.add(place + "channel " + theirs.channel() + " in the script, " + rpc.channel() + " in the interface");
        }
        if (rpc.callLocal() != theirs.callLocal()) {
            lines.add(place + "call_local is " + theirs.callLocal() + " in the script, " + rpc.callLocal()
                    + " in the interface");
        }
        int given = ours.parameters().size();
        long needed = theirs.parameters().stream().filter(parameter -> !parameter.optional()).count();
        if (given > theirs.parameters().size() || given < needed) {
            lines.add(place + theirs.parameters().size() + " parameters in the script, " + given + " in the interface");
            return;
        }
        for (int i = 0; i < given; i++) {
            ScriptText.Parameter parameter = theirs.parameters().get(i);
            if (parameter.type() != null && !fits(ours.parameters().get(i), parameter.type())) {
                lines.add(place + "parameter " + parameter.name() + " is " + parameter.type() + " in the script, "
                        + ours.parameters().get(i) + " in the interface");
            }
        }
    }

    private static boolean fits(ArgumentType ours, String theirs) {
        int bracket = theirs.indexOf('[');
        String name = bracket < 0 ? theirs : theirs.substring(0, bracket).strip();
        VariantType type = type(name);
        if (ours.type() == VariantType.NIL || type == null) {
            return true; // anything, or a class or an enumeration of the game's
        }
        if (bracket < 0) {
            return type == ours.type() || CONVERTED.stream().anyMatch(
                    group -> group.contains(type) && group.contains(ours.type()));
        }
        String[] elements = theirs.substring(bracket + 1, theirs.lastIndexOf(']')).split(",");
        VariantType element = type(elements[elements.length - 1].strip());
        VariantType key = elements.length > 1 ? type(elements[0].strip()) : VariantType.NIL;
        return type == ours.type() && (element == null || element == ours.elementType())
                && (key == null || key == ours.keyType());
    }

    /** What a type is called in scripts; null for one of the game's own. */
    private static VariantType type(String name) {
        return switch (name) {
            case "Variant" -> VariantType.NIL;
            case "bool" -> VariantType.BOOL;
            case "int" -> VariantType.INT;
            case "float" -> VariantType.FLOAT;
            case "RID" -> VariantType.RID;
            default -> {
                for (VariantType type : VariantType.values()) {
                    if (type.name().replace("_", "").equalsIgnoreCase(name) && type != VariantType.OBJECT
                            && type != VariantType.NIL) {
                        yield type;
                    }
                }
                yield null;
            }
        };
    }
}
