"""What an assistant may ask a survey: answers as plain values, and one module that speaks MCP.

All that a record says was written by strangers: it goes out as fields of JSON, never in a
description, an instruction or a message of our own without quotation marks.
"""
