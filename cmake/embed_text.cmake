# Script of kbs_embed_text: the bytes of a file as a C array.
file(READ ${IN} bytes HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${bytes}")
string(REGEX REPLACE "(('.x..',){16})" "\\1\n" bytes "${bytes}")
file(WRITE ${OUT} "/* Generated from a text file; do not edit. */\nextern const char ${SYMBOL}[];\nconst char ${SYMBOL}[] = {\n${bytes}'\\0'\n};\n")
