import { Field } from "./field.ts";

void new Field().begin();
